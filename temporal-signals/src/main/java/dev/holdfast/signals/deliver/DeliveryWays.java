package dev.holdfast.signals.deliver;

import dev.holdfast.core.groupcommit.Ticker;
import dev.holdfast.signals.transport.Envelopes;
import dev.holdfast.signals.transport.SignalTransport;
import java.time.InstantSource;
import java.util.function.DoubleSupplier;

/**
 * What delivery goes by.
 *
 * @param transport calls Temporal
 * @param envelopes batches in one signal
 * @param observer is told
 * @param clock against which the grace of signals is measured
 * @param courtesy says how many lanes are delivered at a time
 * @param random numbers from 0 to 1, to spread retries
 */
public record DeliveryWays(
    SignalTransport transport,
    Envelopes envelopes,
    DeliveryObserver observer,
    InstantSource clock,
    Courtesy courtesy,
    DoubleSupplier random) {

  LaneDelivery lanes(Ticker ticker, DeliveryLimits limits) {
    var pauses = new Pauses(limits.parked(), random);
    return new LaneDelivery(transport, envelopes, ticker, clock, observer, pauses, limits.call());
  }
}
