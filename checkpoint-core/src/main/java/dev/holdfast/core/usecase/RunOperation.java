package dev.holdfast.core.usecase;

import dev.holdfast.core.failure.Failure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Runs one operation where there is no batch, e.g. for people. */
public final class RunOperation {

  private final RunBatch batches;
  private final Duration timeout;

  /** {@code timeout} is how long each caller waits. */
  public RunOperation(RunBatch batches, Duration timeout) {
    this.batches = batches;
    this.timeout = timeout;
  }

  /**
   * Runs it as a batch of one.
   *
   * @return its reply; the stage fails with the {@link Failure} of a failed one
   */
  public CompletionStage<Reply> run(Operation operation) {
    return batches
        .run(List.of(operation), timeout)
        .thenApply(
            replies -> {
              if (replies.get(0) instanceof Reply.Failed failed) {
                throw failed.failure();
              }
              return replies.get(0);
            });
  }
}
