package dev.holdfast.signals.transport;

import java.util.Locale;

/** What came of a call to Temporal, as far as it matters to who made it. */
public enum CallOutcome {
  /** Temporal has it. */
  DELIVERED,
  /** No answer, or one that says nothing: it may have arrived. */
  UNCERTAIN,
  /** This workflow takes nothing just now; nothing happened. */
  BUSY,
  /** The namespace or the cluster takes no more just now; nothing happened. */
  THROTTLED,
  /** No message of this size is taken. */
  TOO_LARGE,
  /** The run has had as many signals as it may. */
  SIGNAL_LIMIT,
  /** There is no such workflow, or it has ended. */
  WORKFLOW_NOT_FOUND,
  /** There is no such namespace. */
  NAMESPACE_NOT_FOUND,
  /** Holdfast may not do that; nothing is wrong with the signal. */
  DENIED,
  /** It is refused for what it is. */
  REFUSED,
  /** Nobody was called: the breaker of the namespace is open. */
  NOT_CALLED;

  /** Whether the same call may succeed later. */
  public boolean passes() {
    return switch (this) {
      case UNCERTAIN, BUSY, THROTTLED, DENIED, NOT_CALLED -> true;
      default -> false;
    };
  }

  /** The name in metrics, e.g. {@code workflow-not-found}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
