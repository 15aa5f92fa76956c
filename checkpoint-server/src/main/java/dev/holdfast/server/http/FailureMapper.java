package dev.holdfast.server.http;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.server.problem.Problem;
import dev.holdfast.server.problem.Refused;
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
  private static final int FIRST_FAULT = 500;

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
    return refused(Refused.malformedBody());
  }

  /** What is wrong with the request before anything is read. */
  @ServerExceptionMapper
  public Response refused(Refused refused) {
    return Answers.problem(refused.problem(ids.correlationId()));
  }

  /** What the framework refuses, where the edge has let it pass. */
  @ServerExceptionMapper
  public Response framework(WebApplicationException error) {
    int status = error.getResponse().getStatus();
    return switch (status) {
      case 404 -> refused(Refused.notFound());
      case 405 -> refused(Refused.methodNotAllowed());
      case 406 -> refused(Refused.notAcceptable());
      case 415 -> refused(Refused.unsupportedMediaType());
      default ->
          status < FIRST_FAULT
              ? refused(Refused.invalidRequest("the request cannot be read"))
              : fault(error);
    };
  }

  /** A fault of ours: the log has its stack, the caller a number to ask about. */
  @ServerExceptionMapper
  public Response fault(Throwable error) {
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    if (cause instanceof Failure failure) {
      return failure(failure);
    }
    Problem problem = Refused.internal().problem(ids.correlationId());
    LOG.errorf("Fault %s; its stack is in the log at debug", problem.correlationId());
    LOG.debug("Its stack", cause);
    return Answers.problem(problem);
  }
}
