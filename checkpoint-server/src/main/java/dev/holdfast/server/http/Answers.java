package dev.holdfast.server.http;

import dev.holdfast.server.edge.ProblemAnswer;
import dev.holdfast.server.problem.Problem;
import dev.holdfast.server.wire.Format;
import dev.holdfast.server.wire.ReplyEncoder;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** Answers of all resources. */
final class Answers {

  private Answers() {}

  static Response ok(Format format, byte[] body) {
    return Response.ok(body, format.mediaType()).build();
  }

  /** The answer that {@code encode} makes of what {@code call} comes to. */
  static <T> Uni<Response> of(
      Format format, Supplier<CompletionStage<T>> call, Function<T, byte[]> encode) {
    return Uni.createFrom().completionStage(call).map(result -> ok(format, encode.apply(result)));
  }

  /** The answer to what is taken and not done yet. */
  static Response accepted(Format format, byte[] body) {
    return Response.status(Response.Status.ACCEPTED).type(format.mediaType()).entity(body).build();
  }

  /** The answer to what leaves nothing to be told. */
  static Uni<Response> empty(Supplier<? extends CompletionStage<?>> call) {
    return Uni.createFrom().completionStage(call).map(done -> Response.noContent().build());
  }

  /** A problem as the whole answer. */
  static Response problem(Problem problem) {
    Response.ResponseBuilder answer =
        Response.status(problem.status())
            .type(Problem.MEDIA_TYPE)
            .entity(ReplyEncoder.problem(problem));
    Duration after = problem.retryAfter();
    if (after != null) {
      answer.header(HttpHeaders.RETRY_AFTER, ProblemAnswer.seconds(after));
    }
    return answer.build();
  }
}
