package dev.holdfast.testkit.reference.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An item's place in the queue.
 *
 * @param since when it entered
 * @param due when it may be claimed
 * @param attempts how often it was
 * @param failed why it was given up; null: it waits
 */
record QueueEntry(
    long revision, Instant since, Instant due, int attempts, @Nullable String failed) {

  static QueueEntry begun(long revision, Instant now) {
    return new QueueEntry(revision, now, now, 0, null);
  }

  boolean waits() {
    return failed == null;
  }

  QueueEntry claimed(Instant leaseOver) {
    return new QueueEntry(revision, since, leaseOver, attempts + 1, null);
  }

  QueueEntry again(Instant when) {
    return new QueueEntry(revision, since, when, attempts, null);
  }

  QueueEntry givenUp(String code) {
    return new QueueEntry(revision, since, due, attempts, code);
  }
}
