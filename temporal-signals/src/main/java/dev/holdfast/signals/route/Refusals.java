package dev.holdfast.signals.route;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.signals.transport.CallOutcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** What callers of critical signals are told that were not delivered. */
final class Refusals {

  private Refusals() {}

  /** For a signal that Temporal does not take. */
  static Failure of(CallOutcome outcome) {
    return switch (outcome) {
      case WORKFLOW_NOT_FOUND ->
          new Failure.Plain(Code.WORKFLOW_NOT_FOUND, "no such workflow, or it has ended");
      case NAMESPACE_NOT_FOUND ->
          new Failure.Plain(Code.NAMESPACE_REFUSED, "Temporal has no such namespace");
      case TOO_LARGE -> new Failure.Plain(Code.SIGNAL_REFUSED, "too large for Temporal");
      case SIGNAL_LIMIT ->
          new Failure.Plain(Code.SIGNAL_REFUSED, "the run has had as many signals as it may");
      default -> new Failure.Plain(Code.SIGNAL_REFUSED, "Temporal refuses the signal");
    };
  }

  /** For a signal whose key is that of another one. */
  static Failure keyReused() {
    return new Failure.Plain(
        Code.SIGNAL_KEY_REUSED, "the idempotency key came with another signal before");
  }

  /** It may have arrived, and could not be kept: nothing else may be claimed. */
  static <T> CompletionStage<T> uncertain(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    boolean told = cause instanceof Failure known && known.code() == Code.SIGNAL_KEY_REUSED;
    return CompletableFuture.failedFuture(told ? cause : Failure.outcomeUnknown());
  }
}
