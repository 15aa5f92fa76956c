package dev.holdfast.server.http;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.server.problem.Refused;
import dev.holdfast.server.wire.MalformedBody;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever is thrown under a resource into a problem. */
public class FailureMapper {

  private static final int FIRST_FAULT = 500;

  private final Problems problems;

  FailureMapper(Problems problems) {
    this.problems = problems;
  }

  /** What the use cases and the wire codecs refuse. */
  @ServerExceptionMapper
  public Response failure(Failure failure) {
    return fault(failure);
  }

  /** A body that cannot be read. */
  @ServerExceptionMapper
  public Response malformed(MalformedBody malformed) {
    return fault(malformed);
  }

  /** What is wrong with the request before anything is read. */
  @ServerExceptionMapper
  public Response refused(Refused refused) {
    return fault(refused);
  }

  /** What the framework refuses, where the edge has let it pass. */
  @ServerExceptionMapper
  public Response framework(WebApplicationException error) {
    int status = error.getResponse().getStatus();
    return switch (status) {
      case 404 -> fault(Refused.notFound());
      case 405 -> fault(Refused.methodNotAllowed());
      case 406 -> fault(Refused.notAcceptable());
      case 415 -> fault(Refused.unsupportedMediaType());
      default ->
          fault(
              status < FIRST_FAULT ? Refused.invalidRequest("the request cannot be read") : error);
    };
  }

  /** Everything else. */
  @ServerExceptionMapper
  public Response fault(Throwable error) {
    return Answers.problem(problems.of(error));
  }
}
