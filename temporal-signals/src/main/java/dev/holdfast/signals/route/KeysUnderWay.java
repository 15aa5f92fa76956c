package dev.holdfast.signals.route;

import dev.holdfast.core.signal.Signal;
import dev.holdfast.core.signal.WorkflowKey;
import java.util.HashMap;
import java.util.Map;

/**
 * Idempotency keys of critical signals that are on their way from this server. Temporal takes
 * another signal with such a key for a repeat, and acknowledges it. Thread-safe.
 */
final class KeysUnderWay {

  private final Map<Key, Use> uses = new HashMap<>();

  private record Key(WorkflowKey workflow, String key) {}

  private record Use(Signal signal, int times) {}

  /** Whether a signal may go; false: another one with its key is on its way. */
  synchronized boolean begin(Signal signal) {
    String key = signal.idempotencyKey();
    if (key == null) {
      return true;
    }
    var its = new Key(signal.workflow(), key);
    Use use = uses.getOrDefault(its, new Use(signal, 0));
    if (!use.signal().equals(signal)) {
      return false;
    }
    uses.put(its, new Use(signal, use.times() + 1));
    return true;
  }

  /** One that might go has arrived, or not. */
  synchronized void end(Signal signal) {
    String key = signal.idempotencyKey();
    if (key != null) {
      uses.computeIfPresent(
          new Key(signal.workflow(), key),
          (its, use) -> use.times() == 1 ? null : new Use(signal, use.times() - 1));
    }
  }
}
