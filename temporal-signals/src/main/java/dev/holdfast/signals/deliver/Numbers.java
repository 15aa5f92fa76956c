package dev.holdfast.signals.deliver;

import dev.holdfast.core.signal.ClaimedLane;
import java.util.List;

/**
 * Notices that the database gives sequences again that it has given before: an older copy was put
 * back while this replica ran. One claim is looked at after the other; each has higher sequences
 * than the one before. Thread-safe.
 */
final class Numbers {

  private String epoch = "";
  private long highest;

  /** Whether these lanes come with sequences that this epoch has given before. */
  synchronized boolean given(List<ClaimedLane> claimed) {
    boolean given = false;
    long high = highest;
    for (ClaimedLane lane : claimed) {
      String of = lane.source().substring(0, lane.source().indexOf('/') + 1);
      if (!of.equals(epoch)) {
        epoch = of;
        highest = 0;
        high = 0;
      }
      given |= lane.nextSequence() <= highest;
      high = Math.max(high, lane.nextSequence());
    }
    highest = high;
    return given;
  }
}
