package dev.holdfast.signals.lane;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.signal.ClaimedLane;
import dev.holdfast.core.signal.FormedBatch;
import dev.holdfast.core.signal.QueuedSignal;
import dev.holdfast.core.signal.Signal;
import dev.holdfast.core.signal.SignalPriority;
import dev.holdfast.signals.transport.Envelopes;
import dev.holdfast.signals.transport.SignalCall;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;

/** The calls that a formed batch stands for; each time the same. */
public final class Calls {

  private Calls() {}

  /** The one call of a batch in an envelope. */
  public static SignalCall ofEnvelope(ClaimedLane lane, FormedBatch batch) {
    Bytes envelope = Objects.requireNonNull(batch.envelope());
    Signal first = lane.signals().get(0).signal();
    return new SignalCall(
        lane.workflow(),
        first.runId(),
        Envelopes.NAME,
        new SignalCall.Input.Encoded(envelope),
        Map.of(),
        batch.requestId(),
        first.start(),
        false);
  }

  /**
   * The call of one signal of a batch without an envelope. Its request id has the moment of its
   * acceptance: where a copy of the database was put back ids are given again, and Temporal would
   * take another signal with the same request id for a repeat.
   */
  public static SignalCall of(FormedBatch batch, QueuedSignal queued) {
    String known = queued.requestId();
    return of(queued.signal(), known == null ? requestId(batch, queued) : known);
  }

  private static String requestId(FormedBatch batch, QueuedSignal queued) {
    long accepted = ChronoUnit.MICROS.between(Instant.EPOCH, queued.acceptedAt());
    return batch.requestId() + "-s" + queued.id() + "@" + accepted;
  }

  /** The call of a signal, under a request id. */
  public static SignalCall of(Signal signal, String requestId) {
    return new SignalCall(
        signal.workflow(),
        signal.runId(),
        signal.name(),
        new SignalCall.Input.Arguments(signal.arguments()),
        signal.headers(),
        requestId,
        signal.start(),
        signal.priority() == SignalPriority.CRITICAL);
  }
}
