package dev.holdfast.core.index;

import java.time.Duration;

/**
 * How far behind its items an index is.
 *
 * @param queued whether puts go through the queue
 * @param waiting items that wait to be indexed
 * @param oldest how long the first of them has waited; zero if none does
 */
public record IndexBacklog(boolean queued, long waiting, Duration oldest) {

  /** Whether a query may miss something because of it. */
  public boolean worthTelling() {
    return queued || waiting > 0;
  }
}
