package dev.holdfast.signals.deliver;

import dev.holdfast.core.groupcommit.Ticker;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Wakes at moments, once for those that are close together: each signal asks for one. */
final class Wakes {

  private static final long SLOT_NANOS = Duration.ofMillis(5).toNanos();

  private final Ticker ticker;
  private final Timers timers;
  private final Set<Long> planned = ConcurrentHashMap.newKeySet();

  Wakes(Ticker ticker, Timers timers) {
    this.ticker = ticker;
    this.timers = timers;
  }

  /** Runs {@code wake} when {@code delay} is over, or up to 5 ms later. */
  void in(Duration delay, Runnable wake) {
    long now = ticker.nanos();
    long slot = Math.floorDiv(now + delay.toNanos() - 1, SLOT_NANOS) + 1;
    if (planned.add(slot)) {
      timers.in(
          Duration.ofNanos(slot * SLOT_NANOS - now),
          () -> {
            planned.remove(slot);
            wake.run();
          });
    }
  }
}
