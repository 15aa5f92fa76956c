package dev.holdfast.signals.lane;

import dev.holdfast.core.signal.ClaimedLane;
import dev.holdfast.core.signal.FormedBatch;
import dev.holdfast.core.signal.QueuedSignal;
import dev.holdfast.signals.transport.Envelopes;
import java.util.List;
import java.util.Objects;

/** Makes a batch of what waits in a lane. */
public final class Forming {

  private final Envelopes envelopes;

  /** Encodes with {@code envelopes}. */
  public Forming(Envelopes envelopes) {
    this.envelopes = envelopes;
  }

  /**
   * Forms the first signals of a lane that has some.
   *
   * @param envelope whether they go as one call; else one after the other
   * @return the longest beginning that shares run and start specification; a fence, and what may
   *     have arrived already, goes alone and as it is
   */
  public FormedBatch form(ClaimedLane lane, boolean envelope) {
    List<QueuedSignal> together = together(lane.signals());
    List<Long> ids = together.stream().map(QueuedSignal::id).toList();
    return envelope && !goesAlone(together.get(0))
        ? enveloped(lane, together, ids)
        : new FormedBatch(ids, "hf-" + lane.source(), 0, null);
  }

  /**
   * Forms the first half of a batch that was too large, with the numbers that its signals had; the
   * others wait again.
   */
  public FormedBatch half(ClaimedLane lane, FormedBatch batch) {
    List<Long> ids = batch.signalIds().subList(0, batch.signalIds().size() / 2);
    List<QueuedSignal> signals =
        lane.signals().stream().filter(signal -> ids.contains(signal.id())).toList();
    return new FormedBatch(
        ids,
        requestId(lane, batch.first(), ids.size()),
        batch.first(),
        envelopes.encode(lane.source(), batch.first(), signals));
  }

  private FormedBatch enveloped(ClaimedLane lane, List<QueuedSignal> signals, List<Long> ids) {
    return new FormedBatch(
        ids,
        requestId(lane, lane.nextSequence(), ids.size()),
        lane.nextSequence(),
        envelopes.encode(lane.source(), lane.nextSequence(), signals));
  }

  private static String requestId(ClaimedLane lane, long first, int size) {
    return "hf-" + lane.source() + "-" + first + "+" + size;
  }

  private static List<QueuedSignal> together(List<QueuedSignal> signals) {
    QueuedSignal first = signals.get(0);
    int end = 1;
    while (end < signals.size() && !goesAlone(first) && isAlike(first, signals.get(end))) {
      end++;
    }
    return signals.subList(0, end);
  }

  private static boolean isAlike(QueuedSignal one, QueuedSignal other) {
    return !goesAlone(other)
        && Objects.equals(one.signal().runId(), other.signal().runId())
        && Objects.equals(one.signal().start(), other.signal().start());
  }

  private static boolean goesAlone(QueuedSignal signal) {
    return signal.signal().fence() || signal.requestId() != null;
  }
}
