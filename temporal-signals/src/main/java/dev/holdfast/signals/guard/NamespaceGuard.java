package dev.holdfast.signals.guard;

import dev.holdfast.core.groupcommit.Ticker;
import dev.holdfast.signals.guard.GuardObserver.Breaker;
import dev.holdfast.signals.transport.CallOutcome;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.TypedGuard;
import jakarta.enterprise.util.TypeLiteral;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/** The bounds of one namespace: a breaker for all its calls, a bulkhead for either kind. */
final class NamespaceGuard {

  private static final class Stage extends TypeLiteral<CompletionStage<CallOutcome>> {
    private static final long serialVersionUID = 1L;
  }

  private final String namespace;
  private final GuardObserver observer;
  private final TypedGuard<CompletionStage<CallOutcome>> breaker;
  private final TypedGuard<CompletionStage<CallOutcome>> critical;
  private final TypedGuard<CompletionStage<CallOutcome>> bulk;
  private final AtOnce atOnce;
  private final Parking parking;

  NamespaceGuard(String namespace, GuardLimits limits, Ticker ticker, GuardObserver observer) {
    this.namespace = namespace;
    this.observer = observer;
    this.breaker = breaker(limits);
    this.critical = bulkhead(limits.criticalCalls());
    this.bulk = bulkhead(limits.bulkCalls());
    this.atOnce = new AtOnce(limits.bulkCalls(), calls -> observer.atOnce(namespace, calls));
    this.parking =
        new Parking(limits.parked(), ticker, parked -> observer.parked(namespace, parked));
  }

  /** Makes a call, or does not; never fails. */
  CompletionStage<CallOutcome> send(
      boolean isCritical, Supplier<CompletionStage<CallOutcome>> call) {
    if (isCritical) {
      return bounded(critical, true, call);
    }
    if (!atOnce.begin()) {
      return prevented(false);
    }
    if (!parking.passes()) { // asked last: the one call that it lets pass is to be made
      atOnce.end();
      return CompletableFuture.completedFuture(CallOutcome.DENIED);
    }
    return bounded(bulk, false, call).whenComplete((outcome, failure) -> atOnce.end());
  }

  private CompletionStage<CallOutcome> bounded(
      TypedGuard<CompletionStage<CallOutcome>> bulkhead,
      boolean isCritical,
      Supplier<CompletionStage<CallOutcome>> call) {
    return start(() -> bulkhead.get(() -> breaker.get(() -> counted(call))))
        .exceptionallyCompose(failure -> outcome(failure, isCritical));
  }

  /** Not all that a guard throws comes in the stage. */
  private static CompletionStage<CallOutcome> start(Supplier<CompletionStage<CallOutcome>> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletionStage<CallOutcome> counted(Supplier<CompletionStage<CallOutcome>> call) {
    return start(call)
        .thenApply(
            outcome -> {
              learn(outcome);
              if (FailedCall.counts(outcome)) {
                throw new FailedCall(outcome);
              }
              return outcome;
            });
  }

  private void learn(CallOutcome outcome) {
    switch (outcome) {
      case THROTTLED -> atOnce.throttled();
      case DENIED -> parking.denied();
      case UNCERTAIN, NOT_CALLED -> {}
      default -> {
        atOnce.succeeded();
        parking.answered();
      }
    }
  }

  private CompletionStage<CallOutcome> outcome(Throwable failure, boolean isCritical) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof CircuitBreakerOpenException || cause instanceof BulkheadException) {
      return prevented(isCritical);
    }
    return CompletableFuture.completedFuture(
        cause instanceof FailedCall failed ? failed.outcome() : CallOutcome.UNCERTAIN);
  }

  private CompletionStage<CallOutcome> prevented(boolean isCritical) {
    observer.prevented(namespace, isCritical);
    return CompletableFuture.completedFuture(CallOutcome.NOT_CALLED);
  }

  private TypedGuard<CompletionStage<CallOutcome>> breaker(GuardLimits limits) {
    return TypedGuard.create(new Stage())
        .withThreadOffload(false)
        .withTimeout()
        .duration(limits.longest().toMillis(), ChronoUnit.MILLIS)
        .done()
        .withCircuitBreaker()
        .requestVolumeThreshold(limits.window())
        .failureRatio(limits.failing())
        .delay(limits.open().toMillis(), ChronoUnit.MILLIS)
        .successThreshold(limits.probes())
        .onStateChange(state -> observer.breaker(namespace, state(state)))
        .done()
        .build();
  }

  private static TypedGuard<CompletionStage<CallOutcome>> bulkhead(int calls) {
    return TypedGuard.create(new Stage())
        .withThreadOffload(false)
        .withBulkhead()
        .limit(calls)
        .queueSize(1) // the least there is
        .done()
        .build();
  }

  private static Breaker state(CircuitBreakerState state) {
    return switch (state) {
      case CLOSED -> Breaker.CLOSED;
      case OPEN -> Breaker.OPEN;
      case HALF_OPEN -> Breaker.HALF_OPEN;
    };
  }
}
