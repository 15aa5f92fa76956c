package dev.holdfast.signals.route;

import dev.holdfast.core.signal.Signal;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Idempotency keys of critical signals that Temporal has acknowledged. Never in the way: what
 * cannot be asked or written down in a moment is as if it were not known.
 */
public interface KnownKeys {

  /**
   * What became of this signal when it came before.
   *
   * @return empty without a key; fails with {@code SIGNAL_KEY_REUSED} if its key came with another
   *     signal
   */
  CompletionStage<Optional<Routed>> find(Signal signal);

  /** Remembers the key for 24 hours. */
  void remember(Signal signal);
}
