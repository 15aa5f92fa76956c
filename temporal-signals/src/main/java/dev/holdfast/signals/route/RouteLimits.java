package dev.holdfast.signals.route;

import dev.holdfast.core.signal.SignalPriority;
import java.time.Duration;
import java.util.function.Function;

/**
 * How long signals take on their way.
 *
 * @param criticalCall how long Temporal may take to acknowledge a critical one
 * @param linger how long others may join a signal of a priority that is accepted now
 */
public record RouteLimits(Duration criticalCall, Function<SignalPriority, Duration> linger) {}
