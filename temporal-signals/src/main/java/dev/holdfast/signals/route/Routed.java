package dev.holdfast.signals.route;

import dev.holdfast.core.signal.SignalPlace;

/** What became of a signal that was sent. */
public sealed interface Routed {

  /**
   * Temporal has acknowledged it.
   *
   * @param repeated whether it had been before
   */
  record Delivered(boolean repeated) implements Routed {}

  /** It is committed to the outbox. */
  record Queued(SignalPlace place) implements Routed {}
}
