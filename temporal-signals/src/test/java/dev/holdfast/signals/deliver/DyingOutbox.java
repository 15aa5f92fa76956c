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

/** An outbox of a replica that dies before it can settle anything. */
record DyingOutbox(SignalOutbox outbox) implements SignalOutbox {

  @Override
  public CompletionStage<List<Outcome<SignalPlace>>> write(List<AcceptedSignal> group) {
    return outbox.write(group);
  }

  @Override
  public CompletionStage<List<ClaimedLane>> claim(
      String owner, int lanes, Duration lease, LaneLimits limits) {
    return outbox.claim(owner, lanes, lease, limits);
  }

  @Override
  public CompletionStage<List<Boolean>> form(List<Formed> batches) {
    return outbox.form(batches);
  }

  @Override
  public CompletionStage<List<Optional<Duration>>> settle(List<Settlement> lanes) {
    return CompletableFuture.failedFuture(Failure.outcomeUnknown());
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
