package dev.holdfast.signals.route;

import dev.holdfast.core.signal.SignalPriority;
import java.time.Duration;
import java.util.Map;

/**
 * How long signals take on their way.
 *
 * @param criticalCall how long Temporal may take to acknowledge a critical one
 * @param linger how long others may join a signal of a priority
 */
public record RouteLimits(Duration criticalCall, Map<SignalPriority, Duration> linger) {

  /** Copies the map. */
  public RouteLimits {
    linger = Map.copyOf(linger);
  }
}
