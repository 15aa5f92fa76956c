package dev.holdfast.server.edge;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.limits.Identifiers;
import dev.holdfast.core.limits.Limits;
import dev.holdfast.server.problem.Refused;
import dev.holdfast.server.wire.Format;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request as resources see it. */
public final class Exchange {

  /** Where the raw texts of the path are kept. */
  static final String VARIABLES = "holdfast.variables";

  private static final byte[] NO_BODY = {};

  private final RoutingContext context;

  private Exchange(RoutingContext context) {
    this.context = context;
  }

  /** The request of {@code context}. */
  public static Exchange of(RoutingContext context) {
    return new Exchange(context);
  }

  /** The body, read to its end; empty if there is none. */
  public byte[] body() {
    Buffer body = context.body().buffer();
    return body == null ? NO_BODY : Uncopied.bytes(body);
  }

  /** The format of the body. */
  public Format sent() {
    Format format = MediaTypes.of(header("Content-Type"), header("Content-Encoding"));
    if (format == null) {
      throw Refused.unsupportedMediaType();
    }
    return format;
  }

  /** The format of the answer; {@code same} if the caller does not say. */
  public Format wanted(Format same) {
    Format format = MediaTypes.accepted(context.request().headers().getAll("Accept"), same);
    if (format == null) {
      throw Refused.notAcceptable();
    }
    return format;
  }

  /** The format of the answer to a request without a query; JSON if the caller does not say. */
  public Format wanted() {
    query();
    return wanted(Format.JSON);
  }

  /** A header, null if absent. */
  public @Nullable String header(String name) {
    return context.request().getHeader(name);
  }

  /** An id out of the path. */
  public String id(String name) {
    Map<String, String> variables = context.get(VARIABLES);
    String raw = variables.get(name);
    String pointer = "/" + name;
    if (raw == null) {
      throw new Failure.Invalid(Code.INVALID_REQUEST, pointer, "is required");
    }
    return Identifiers.required(
        Percent.decode(raw, false, pointer),
        pointer,
        "identifier_bytes",
        Limits.DEFAULT.identifierBytes());
  }

  /** The query; one with a name that is none of {@code names} is refused. */
  public Query query(String... names) {
    return Query.parse(context.request().query(), List.of(names));
  }
}
