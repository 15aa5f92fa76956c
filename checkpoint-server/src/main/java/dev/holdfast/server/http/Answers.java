package dev.holdfast.server.http;

import dev.holdfast.server.problem.Problem;
import dev.holdfast.server.wire.Format;
import dev.holdfast.server.wire.ReplyEncoder;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;

/** Answers of all resources. */
final class Answers {

  private static final long MS_PER_SECOND = 1000;

  private Answers() {}

  static Response ok(Format format, byte[] body) {
    return Response.ok(body, format.mediaType()).build();
  }

  /** A problem as the whole answer. */
  static Response problem(Problem problem) {
    Response.ResponseBuilder answer =
        Response.status(problem.status())
            .type(Problem.MEDIA_TYPE)
            .entity(ReplyEncoder.problem(problem));
    Duration after = problem.retryAfter();
    if (after != null) {
      answer.header(
          HttpHeaders.RETRY_AFTER, (after.toMillis() + MS_PER_SECOND - 1) / MS_PER_SECOND);
    }
    return answer.build();
  }
}
