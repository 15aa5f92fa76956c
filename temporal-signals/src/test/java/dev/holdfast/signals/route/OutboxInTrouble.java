package dev.holdfast.signals.route;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.signal.AcceptedSignal;
import dev.holdfast.core.signal.ClaimedLane;
import dev.holdfast.core.signal.Settlement;
import dev.holdfast.core.signal.SignalOutbox;
import dev.holdfast.core.signal.SignalPlace;
import dev.holdfast.core.signal.WorkflowKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** An outbox whose database is away, or answers nothing. */
final class OutboxInTrouble implements SignalOutbox {
  private final SignalOutbox outbox;
  boolean away;
  boolean hangs;

  OutboxInTrouble(SignalOutbox outbox) {
    this.outbox = outbox;
  }

  private <T> CompletionStage<T> ask(Supplier<CompletionStage<T>> question) {
    if (away) {
      return CompletableFuture.failedFuture(
          Failure.RetryLater.unavailable(Duration.ofSeconds(1), "away"));
    }
    return hangs ? new CompletableFuture<>() : question.get();
  }

  @Override
  public CompletionStage<List<Outcome<SignalPlace>>> write(List<AcceptedSignal> group) {
    return ask(() -> outbox.write(group));
  }

  @Override
  public CompletionStage<List<ClaimedLane>> claim(
      String owner, int lanes, Duration lease, LaneLimits limits) {
    return ask(() -> outbox.claim(owner, lanes, lease, limits));
  }

  @Override
  public CompletionStage<List<Boolean>> form(List<Formed> batches) {
    return ask(() -> outbox.form(batches));
  }

  @Override
  public CompletionStage<List<Optional<Duration>>> settle(List<Settlement> lanes) {
    return ask(() -> outbox.settle(lanes));
  }

  @Override
  public CompletionStage<Optional<Known>> known(WorkflowKey workflow, String idempotencyKey) {
    return ask(() -> outbox.known(workflow, idempotencyKey));
  }

  @Override
  public CompletionStage<Void> renewEpoch() {
    return ask(outbox::renewEpoch);
  }
}
