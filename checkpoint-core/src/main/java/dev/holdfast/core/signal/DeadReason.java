package dev.holdfast.core.signal;

import java.util.Locale;

/** Why a signal is a dead letter. */
public enum DeadReason {
  /** There is no such workflow, or it has ended. */
  WORKFLOW_NOT_FOUND,
  /** Temporal takes no message of this size. */
  TOO_LARGE,
  /** The run has had as many signals as it may. */
  SIGNAL_LIMIT,
  /** Its time was over before it was delivered. */
  EXPIRED,
  /** The namespace does not exist, or the tenant may not use it any more. */
  NAMESPACE_NOT_FOUND,
  /** Temporal refuses it for another reason. */
  REFUSED;

  /** The name in JSON and metrics, e.g. {@code workflow-not-found}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
