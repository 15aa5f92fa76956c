package dev.holdfast.server.wiring;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/**
 * Tells the delivery of signals, after a commit, when a lane will be due. In memory, and dropped if
 * too many wait: a lost wake-up costs only the time until lanes are looked for anyway.
 */
@ApplicationScoped
public class WakeUps {

  /** The channel. */
  static final String CHANNEL = "signal-wake-ups";

  /** Wake-ups that wait for the delivery; a burst of signals sends one each. */
  private static final int MOST = 1024;

  private final Emitter<WakeUp> channel;
  private final WakeUpObserver metrics;

  /**
   * One wake-up.
   *
   * @param delay until the lane is due
   * @param sentNanos when it was sent, by {@link System#nanoTime}
   */
  record WakeUp(Duration delay, long sentNanos) {}

  WakeUps(
      @Channel(CHANNEL) @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = MOST)
          Emitter<WakeUp> channel,
      WakeUpObserver metrics) {
    this.channel = channel;
    this.metrics = metrics;
  }

  /** A lane will be due after {@code delay}. Never fails. */
  public void send(Duration delay) {
    long begun = System.nanoTime();
    try {
      channel.send(new WakeUp(delay, begun));
      metrics.sent(System.nanoTime() - begun);
    } catch (IllegalStateException closed) {
      metrics.lost(); // too many wait, or the server starts or stops
    }
  }
}
