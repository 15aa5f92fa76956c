package dev.holdfast.signals.deliver;

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

/**
 * An outbox of a replica whose statements of one kind fail; as if it died then.
 *
 * @param dies of which
 */
record DyingOutbox(SignalOutbox outbox, String dies) implements SignalOutbox {

  /** Before it can settle anything. */
  DyingOutbox(SignalOutbox outbox) {
    this(outbox, "settle");
  }

  private <T> CompletionStage<T> ask(String statement, Supplier<CompletionStage<T>> question) {
    return statement.equals(dies)
        ? CompletableFuture.failedFuture(Failure.outcomeUnknown())
        : question.get();
  }

  @Override
  public CompletionStage<List<Outcome<SignalPlace>>> write(List<AcceptedSignal> group) {
    return outbox.write(group);
  }

  @Override
  public CompletionStage<List<ClaimedLane>> claim(
      String owner, int lanes, Duration lease, LaneLimits limits) {
    return ask("claim", () -> outbox.claim(owner, lanes, lease, limits));
  }

  @Override
  public CompletionStage<List<Boolean>> form(List<Formed> batches) {
    return ask("form", () -> outbox.form(batches));
  }

  @Override
  public CompletionStage<List<Optional<Duration>>> settle(List<Settlement> lanes) {
    return ask("settle", () -> outbox.settle(lanes));
  }

  @Override
  public CompletionStage<Optional<Known>> known(WorkflowKey workflow, String idempotencyKey) {
    return outbox.known(workflow, idempotencyKey);
  }

  @Override
  public CompletionStage<Void> renewEpoch() {
    return outbox.renewEpoch();
  }
}
