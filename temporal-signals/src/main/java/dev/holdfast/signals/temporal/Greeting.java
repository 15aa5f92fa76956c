package dev.holdfast.signals.temporal;

import io.grpc.Deadline;
import io.grpc.Status;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server what it is before anything else: the SDK would do so within the first call, and
 * keep its caller waiting, who may be an event loop. Thread-safe.
 */
final class Greeting {

  private final WorkflowServiceStubs stubs;
  private @Nullable CompletableFuture<?> asked;

  Greeting(WorkflowServiceStubs stubs) {
    this.stubs = stubs;
  }

  /** Completes when calls do not block; fails as a call would if the server does not answer. */
  CompletionStage<?> done(Deadline deadline) {
    CompletableFuture<?> answer = asked(deadline);
    return answer.isDone()
        ? answer
        : answer
            .copy()
            .orTimeout(deadline.timeRemaining(TimeUnit.NANOSECONDS), TimeUnit.NANOSECONDS);
  }

  /** One question at a time; after one that failed, another. */
  private synchronized CompletableFuture<?> asked(Deadline deadline) {
    CompletableFuture<?> answer = asked;
    if (answer == null || answer.isCompletedExceptionally()) {
      answer =
          CompletableFuture.completedStage(deadline) // what is thrown fails the stage, too
              .thenCompose(this::ask)
              .exceptionallyCompose(Greeting::unlessItCannotSay)
              .toCompletableFuture();
      asked = answer;
    }
    return answer;
  }

  private CompletionStage<GetSystemInfoResponse> ask(Deadline until) {
    return TemporalQuestions.of(
        stubs
            .futureStub()
            .withDeadline(until)
            .getSystemInfo(GetSystemInfoRequest.getDefaultInstance()));
  }

  /** An old server does not know the question, and then the SDK does not ask it either. */
  private static <T> CompletionStage<@Nullable T> unlessItCannotSay(Throwable failure) {
    return Status.fromThrowable(failure).getCode() == Status.Code.UNIMPLEMENTED
        ? CompletableFuture.completedFuture(null)
        : CompletableFuture.failedFuture(failure);
  }
}
