package dev.holdfast.signals.deliver;

import dev.holdfast.core.signal.SignalPriority;
import java.time.Duration;
import java.util.Map;

/**
 * How long others may join a signal that waits.
 *
 * @param usual by priority; what is not named does not wait
 * @param courtesy makes it longer while critical signals are sent
 */
public record Lingers(Map<SignalPriority, Duration> usual, Courtesy courtesy) {

  /** Copies the map. */
  public Lingers {
    usual = Map.copyOf(usual);
  }

  /** Of a signal of this priority that is accepted now. */
  public Duration of(SignalPriority priority) {
    return courtesy.linger(usual.getOrDefault(priority, Duration.ZERO));
  }
}
