package dev.holdfast.server.wiring;

/** Is told what the channel of wake-ups does; metrics listen here. */
public interface WakeUpObserver {

  /** The channel has taken a wake-up. */
  void sent(long nanos);

  /** The delivery has a wake-up. */
  void taken(long nanos);

  /** The channel takes nothing. */
  void lost();
}
