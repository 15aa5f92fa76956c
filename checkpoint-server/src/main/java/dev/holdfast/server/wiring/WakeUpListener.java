package dev.holdfast.server.wiring;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Hands wake-ups to the delivery of signals. */
@ApplicationScoped
public class WakeUpListener {

  private final Signals signals;
  private final WakeUpObserver metrics;

  WakeUpListener(Signals signals, WakeUpObserver metrics) {
    this.signals = signals;
    this.metrics = metrics;
  }

  @Incoming(WakeUps.CHANNEL)
  void wake(WakeUps.WakeUp wakeUp) {
    metrics.taken(System.nanoTime() - wakeUp.sentNanos());
    signals.wakeIn(wakeUp.delay());
  }
}
