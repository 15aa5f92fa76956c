package dev.holdfast.signals.deliver;

import dev.holdfast.core.signal.DeadReason;
import dev.holdfast.core.signal.QueuedSignal;
import dev.holdfast.signals.transport.CallOutcome;

/** Is told what delivery does; metrics listen here. Calls must not block. */
public interface DeliveryObserver {

  /** Listens to nothing. */
  DeliveryObserver SILENT = new DeliveryObserver() {};

  /** A call with so many signals had this outcome. */
  default void called(String namespace, int signals, CallOutcome outcome, long nanos) {}

  /** Temporal has acknowledged a signal. */
  default void delivered(QueuedSignal signal) {}

  /** The time of so many signals was over before they were delivered: they are dead letters. */
  default void expired(String namespace, int signals) {}

  /**
   * A statement about lanes failed: {@code claim}, {@code form} or {@code settle}. Nobody knows
   * what came of it; the lanes go on when their leases have ended.
   */
  default void failed(String statement) {}

  /** Nobody tries a signal any more. */
  default void died(QueuedSignal signal, DeadReason reason) {}
}
