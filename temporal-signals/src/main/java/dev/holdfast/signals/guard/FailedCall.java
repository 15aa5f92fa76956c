package dev.holdfast.signals.guard;

import dev.holdfast.signals.transport.CallOutcome;

/** Tells the breaker of an outcome that counts. */
final class FailedCall extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final CallOutcome outcome;

  FailedCall(CallOutcome outcome) {
    super(outcome.text(), null, false, false);
    this.outcome = outcome;
  }

  CallOutcome outcome() {
    return outcome;
  }

  static boolean counts(CallOutcome outcome) {
    return outcome == CallOutcome.UNCERTAIN || outcome == CallOutcome.THROTTLED;
  }
}
