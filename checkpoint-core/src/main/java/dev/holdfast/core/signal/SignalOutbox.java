package dev.holdfast.core.signal;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.groupcommit.GroupWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Signals that are accepted and not delivered, durable, shared by all replicas. Time is the
 * database's. Of one lane at most one claim is valid.
 */
public interface SignalOutbox extends GroupWriter<AcceptedSignal, SignalPlace> {

  /**
   * Claims lanes that are due and that nobody has, the one that has waited longest first.
   *
   * @param owner names this replica
   * @param lanes at most so many
   * @param limits of what comes with each
   */
  CompletionStage<List<ClaimedLane>> claim(
      String owner, int lanes, Duration lease, LaneLimits limits);

  /**
   * Writes down what is sent before it is sent; those signals can no longer be cancelled.
   *
   * @return which of them may be sent: true, unless the token is an old one
   */
  CompletionStage<List<Boolean>> form(List<Formed> batches);

  /**
   * Writes down what became of lanes, and gives them back.
   *
   * @return when each is due again, or empty: nothing waits, a dead letter holds it, or the token
   *     is an old one
   */
  CompletionStage<List<Optional<Duration>>> settle(List<Settlement> lanes);

  /** What came with an idempotency key, or empty. */
  CompletionStage<Optional<Known>> known(WorkflowKey workflow, String idempotencyKey);

  /**
   * A signal that came with a key.
   *
   * @param digest of the signal, {@link SignalDigest}
   */
  record Known(long id, SignalState state, Bytes digest) {}

  /** Begins a new epoch: no sequence of before is a duplicate of one after. */
  CompletionStage<Void> renewEpoch();

  /**
   * What is sent.
   *
   * @param fencing token of the claim
   */
  record Formed(WorkflowKey workflow, long fencing, FormedBatch batch) {}

  /**
   * How much of a lane is handed out at once.
   *
   * @param signals most of them, 1 to 500
   * @param bytes most of their arguments and headers; the first comes whatever its size
   * @param aging for each, a signal is taken as if its priority were one higher
   */
  record LaneLimits(int signals, long bytes, Duration aging) {}
}
