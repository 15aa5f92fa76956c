package dev.holdfast.signals.guard;

/** Is told how calls are kept in bounds; metrics listen here. Calls must not block. */
public interface GuardObserver {

  /** Listens to nothing. */
  GuardObserver SILENT = new GuardObserver() {};

  /** Where a breaker is. */
  enum Breaker {
    /** Calls are made. */
    CLOSED,
    /** No call is made. */
    OPEN,
    /** A few calls are tried. */
    HALF_OPEN
  }

  /** The breaker of a namespace has changed. */
  default void breaker(String namespace, Breaker state) {}

  /** So many bulk calls may be under way at once from now on. */
  default void atOnce(String namespace, int calls) {}

  /** A namespace is parked because Temporal denies the calls, or is not any more. */
  default void parked(String namespace, boolean parked) {}

  /** A call was not made: the breaker is open, or too many are under way. */
  default void prevented(String namespace, boolean critical) {}
}
