package dev.holdfast.server.wiring;

import dev.holdfast.core.groupcommit.GroupObserver;
import dev.holdfast.core.signal.Signal;
import dev.holdfast.signals.deliver.DeliveryObserver;
import dev.holdfast.signals.guard.GuardObserver;
import dev.holdfast.signals.route.Routed;
import dev.holdfast.signals.temporal.EnvelopeObserver;
import org.jspecify.annotations.Nullable;

/** Is told what becomes of signals; metrics listen here. Calls must not block. */
public interface SignalObserver
    extends DeliveryObserver, EnvelopeObserver, GroupObserver, GuardObserver {

  /** A caller was answered; {@code routed} is null if the signal was refused. */
  void sent(Signal signal, @Nullable Routed routed, long nanos);

  /** A signal was committed with a checkpoint or with pending writes. */
  void attached(Signal signal);
}
