package dev.holdfast.load;

import java.time.Instant;

/** The machine's clock, which callers and the worker share. */
final class Clock {

  private static final long NANOS = 1_000_000_000L;

  private Clock() {}

  /** Nanoseconds since 1970. */
  static long nanos() {
    Instant now = Instant.now();
    return now.getEpochSecond() * NANOS + now.getNano();
  }
}
