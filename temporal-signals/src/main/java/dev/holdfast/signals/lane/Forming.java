package dev.holdfast.signals.lane;

import dev.holdfast.core.signal.ClaimedLane;
import dev.holdfast.core.signal.FormedBatch;
import dev.holdfast.core.signal.QueuedSignal;
import dev.holdfast.signals.transport.Envelopes;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Makes a batch of what waits in a lane. */
public final class Forming {

  private static final String PREFIX = "hf-";

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
        ? enveloped(lane.source(), lane.nextSequence(), ids, together)
        : new FormedBatch(ids, PREFIX + lane.source(), 0, null);
  }

  /**
   * A part of a batch in an envelope, numbered as it was, and by the same source.
   *
   * @param from place of its first signal
   * @param size how many signals
   */
  public FormedBatch part(ClaimedLane lane, FormedBatch batch, int from, int size) {
    if (size == batch.signalIds().size()) {
      return batch;
    }
    List<Long> ids = batch.signalIds().subList(from, from + size);
    long first = batch.first() + from;
    return enveloped(source(batch), first, ids, signals(lane, ids));
  }

  /** Who numbered a batch in an envelope: the source of then, also after a new epoch. */
  public static String source(FormedBatch batch) {
    String requestId = batch.requestId();
    return requestId.substring(PREFIX.length(), requestId.lastIndexOf('-'));
  }

  /** The signals of a batch. */
  public static List<QueuedSignal> signals(ClaimedLane lane, FormedBatch batch) {
    return signals(lane, batch.signalIds());
  }

  private static List<QueuedSignal> signals(ClaimedLane lane, List<Long> ids) {
    Set<Long> named = new HashSet<>(ids);
    return lane.signals().stream().filter(signal -> named.contains(signal.id())).toList();
  }

  private FormedBatch enveloped(
      String source, long first, List<Long> ids, List<QueuedSignal> signals) {
    String requestId = PREFIX + source + "-" + first + "+" + ids.size();
    return new FormedBatch(ids, requestId, first, envelopes.encode(source, first, signals));
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
