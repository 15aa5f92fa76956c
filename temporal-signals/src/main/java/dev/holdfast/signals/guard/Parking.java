package dev.holdfast.signals.guard;

import dev.holdfast.core.groupcommit.Ticker;
import java.time.Duration;
import java.util.function.Consumer;

/** Whether a namespace is left alone because Temporal denies the calls. Thread-safe. */
final class Parking {

  private final Duration time;
  private final Ticker ticker;
  private final Consumer<Boolean> observer;
  private boolean parked;
  private long untilNanos;

  Parking(Duration time, Ticker ticker, Consumer<Boolean> observer) {
    this.time = time;
    this.ticker = ticker;
    this.observer = observer;
  }

  /** Whether a call may be made: one each time that the pause is over, until one is not denied. */
  synchronized boolean passes() {
    if (!parked) {
      return true;
    }
    long now = ticker.nanos();
    if (untilNanos - now > 0) {
      return false;
    }
    untilNanos = now + time.toNanos();
    return true;
  }

  synchronized void denied() {
    untilNanos = ticker.nanos() + time.toNanos();
    become(true);
  }

  synchronized void answered() {
    become(false);
  }

  private void become(boolean other) {
    if (parked != other) {
      parked = other;
      observer.accept(other);
    }
  }
}
