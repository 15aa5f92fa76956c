package dev.holdfast.signals.deliver;

import dev.holdfast.signals.transport.CallOutcome;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/** How long a lane is left alone after a call that may succeed later. */
final class Pauses {

  private static final double FIRST_MILLIS = 100;
  private static final double GROWTH = 1.7;
  private static final double MOST_MILLIS = 5_000;
  private static final double JITTER = 0.2;

  private final Duration parked;
  private final DoubleSupplier random;

  /** {@code parked} after a denied call; {@code random} gives numbers from 0 to 1. */
  Pauses(Duration parked, DoubleSupplier random) {
    this.parked = parked;
    this.random = random;
  }

  /**
   * Grows with each failure.
   *
   * @param failures of the lane before this one, in a row
   */
  Duration after(CallOutcome outcome, int failures) {
    if (outcome == CallOutcome.DENIED) {
      return parked;
    }
    double grown = Math.min(MOST_MILLIS, FIRST_MILLIS * Math.pow(GROWTH, failures));
    double spread = 1 - JITTER + 2 * JITTER * random.getAsDouble();
    return Duration.ofMillis(Math.max(1, Math.round(grown * spread)));
  }
}
