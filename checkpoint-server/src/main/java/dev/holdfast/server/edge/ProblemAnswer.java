package dev.holdfast.server.edge;

import dev.holdfast.server.problem.Problem;
import dev.holdfast.server.wire.ReplyEncoder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** Answers with a problem where no resource does. */
public final class ProblemAnswer {

  /** A caller who is still sending reads the answer afterwards; one who sends more is cut off. */
  private static final long MOST_UNREAD_BYTES = 256L * 1024 * 1024;

  private static final long MS_PER_SECOND = 1000;

  private ProblemAnswer() {}

  /** Ends the response; what is left of the request is read and forgotten. */
  public static void send(RoutingContext context, Problem problem) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response.setStatusCode(problem.status()).putHeader("Content-Type", Problem.MEDIA_TYPE);
    Duration after = problem.retryAfter();
    if (after != null) {
      response.putHeader("Retry-After", String.valueOf(seconds(after)));
    }
    response.end(Buffer.buffer(ReplyEncoder.problem(problem)));
    forgetRest(context.request());
  }

  /** Whole seconds, rounded up. */
  public static long seconds(Duration after) {
    return (after.toMillis() + MS_PER_SECOND - 1) / MS_PER_SECOND;
  }

  static void forgetRest(HttpServerRequest request) {
    if (request.isEnded()) {
      return;
    }
    long[] unread = {0};
    request.handler(
        part -> {
          unread[0] += part.length();
          if (unread[0] > MOST_UNREAD_BYTES) {
            request.connection().close();
          }
        });
    request.resume();
  }
}
