package dev.holdfast.server.problem;

/** A request that is refused for what HTTP says about it, whatever it asks for. */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final String detail;

  private Refused(int status, String code, String detail) {
    super(detail, null, false, false);
    this.status = status;
    this.code = code;
    this.detail = detail;
  }

  /** No such path. */
  public static Refused notFound() {
    return new Refused(404, "not-found", "there is no such resource");
  }

  /** No such method of it. */
  public static Refused methodNotAllowed() {
    return new Refused(405, "method-not-allowed", "the resource has no such method");
  }

  /** No format that the caller accepts. */
  public static Refused notAcceptable() {
    return new Refused(406, "not-acceptable", "accept application/json or application/msgpack");
  }

  /** No format that the server reads. */
  public static Refused unsupportedMediaType() {
    return new Refused(
        415,
        "unsupported-media-type",
        "send application/json or application/msgpack, in UTF-8 and not compressed");
  }

  /** A body that is not lines of JSON. */
  public static Refused notLines() {
    return new Refused(
        415, "unsupported-media-type", "send application/x-ndjson, in UTF-8 and not compressed");
  }

  /** The body is not what it is said to be. */
  public static Refused malformedBody() {
    return new Refused(
        400, "malformed-body", "the body is not what its Content-Type says, or is cut off");
  }

  /** The path, query or headers cannot be read. */
  public static Refused invalidRequest(String detail) {
    return new Refused(400, "invalid-request", detail);
  }

  /** No key or a wrong one. */
  public static Refused unauthorized() {
    return new Refused(401, "unauthorized", "present the API key as x-api-key or bearer token");
  }

  /** A fault of the server. */
  public static Refused internal() {
    return new Refused(500, "internal", "a fault of the server; its log names it");
  }

  /** What the caller is told. */
  public Problem problem(String correlationId) {
    return Problem.of(status, code, detail, correlationId);
  }
}
