package dev.holdfast.core.groupcommit;

import java.time.Duration;

/** A clock that stands still until it is moved. */
final class ManualTicker implements Ticker {
  private long nanos = 1_000_000;

  @Override
  public long nanos() {
    return nanos;
  }

  void advance(Duration time) {
    nanos += time.toNanos();
  }
}
