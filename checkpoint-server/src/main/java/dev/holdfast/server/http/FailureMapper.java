package dev.holdfast.server.http;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.server.problem.Problem;
import dev.holdfast.server.wire.MalformedBody;
import dev.holdfast.server.wiring.Ids;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever is thrown under a resource into a problem. */
public class FailureMapper {

  private static final Logger LOG = Logger.getLogger(FailureMapper.class);

  private final Ids ids;

  FailureMapper(Ids ids) {
    this.ids = ids;
  }

  /** What the use cases and the wire codecs refuse. */
  @ServerExceptionMapper
  public Response failure(Failure failure) {
    return Answers.problem(Problem.of(failure, ids.correlationId()));
  }

  /** A body that cannot be read. */
  @ServerExceptionMapper
  public Response malformed(MalformedBody malformed) {
    return Answers.problem(
        Problem.of(
            400,
            "malformed-body",
            "the body is not what its Content-Type says, or is cut off",
            ids.correlationId()));
  }

  /** What the framework refuses. */
  @ServerExceptionMapper
  public Response framework(WebApplicationException refused) {
    int status = refused.getResponse().getStatus();
    Problem problem =
        switch (status) {
          case 404 ->
              Problem.of(404, "not-found", "there is no such resource", ids.correlationId());
          case 405 ->
              Problem.of(
                  405,
                  "method-not-allowed",
                  "the resource has no such method",
                  ids.correlationId());
          case 406 ->
              Problem.of(
                  406,
                  "not-acceptable",
                  "accept application/json or application/msgpack",
                  ids.correlationId());
          case 415 ->
              Problem.of(
                  415,
                  "unsupported-media-type",
                  "send application/json or application/msgpack",
                  ids.correlationId());
          default ->
              Problem.of(
                  status,
                  status < 500 ? "invalid-request" : "internal",
                  "refused",
                  ids.correlationId());
        };
    return Answers.problem(problem);
  }

  /** A fault of ours: the log has its stack, the caller a number to ask about. */
  @ServerExceptionMapper
  public Response fault(Throwable error) {
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    if (cause instanceof Failure failure) {
      return failure(failure);
    }
    String correlationId = ids.correlationId();
    LOG.errorf("Fault %s: %s", correlationId, cause.getClass().getName());
    LOG.debug("Its stack", cause);
    return Answers.problem(
        Problem.of(500, "internal", "a fault of the server; its log names it", correlationId));
  }
}
