package dev.holdfast.server.bulk;

import dev.holdfast.core.failure.Failure;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Bounds how many exports and imports there are at a time: each holds a page or a batch. */
final class Turns {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final int most;
  private final AtomicInteger taken = new AtomicInteger();

  Turns(int most) {
    this.most = most;
  }

  /** Takes one, or refuses with {@code overloaded}. */
  Turn take() {
    if (taken.incrementAndGet() > most) {
      taken.decrementAndGet();
      throw Failure.RetryLater.overloaded(RETRY_AFTER);
    }
    return new Turn();
  }

  /** One of them; on one event loop. */
  final class Turn {

    private boolean over;

    /** Gives it back; once is enough. */
    void end() {
      if (!over) {
        over = true;
        taken.decrementAndGet();
      }
    }
  }
}
