package dev.holdfast.signals.deliver;

import dev.holdfast.core.signal.SignalOutbox.LaneLimits;
import java.time.Duration;

/**
 * How much is delivered at once.
 *
 * @param lease how long this replica has each lane, by the database's clock
 * @param call how long Temporal may take for one call; shorter than the lease
 * @param poll how often lanes are looked for that nobody told of
 * @param parked how long a lane is left alone after Temporal denied one of its calls
 * @param lane how much of each
 */
public record DeliveryLimits(
    Duration lease, Duration call, Duration poll, Duration parked, LaneLimits lane) {}
