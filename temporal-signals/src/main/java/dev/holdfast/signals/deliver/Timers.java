package dev.holdfast.signals.deliver;

import java.time.Duration;

/** Runs something later, once. */
@FunctionalInterface
public interface Timers {

  /** Runs {@code task} when {@code delay} is over, on a worker that may not block. */
  void in(Duration delay, Runnable task);
}
