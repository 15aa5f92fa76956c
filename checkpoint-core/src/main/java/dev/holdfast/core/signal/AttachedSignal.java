package dev.holdfast.core.signal;

import java.time.Duration;

/**
 * A signal that is committed together with a checkpoint or with pending writes, or not at all.
 *
 * @param signal what it is; it has an idempotency key, since what it comes with may be repeated
 * @param linger how long others may join it; zero: due at once
 * @param firstWins whether a repeat of the key with another signal is answered with the first, as
 *     with pending writes; else it is refused, with what it came with
 */
public record AttachedSignal(Signal signal, Duration linger, boolean firstWins) {

  /** Refuses a signal without a key. */
  public AttachedSignal {
    if (signal.idempotencyKey() == null) {
      throw new IllegalArgumentException("a signal without an idempotency key");
    }
  }

  /** What the outbox accepts. */
  public AcceptedSignal accepted() {
    return new AcceptedSignal(signal, null, linger, false);
  }
}
