package dev.holdfast.server.embedding;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.index.Vector;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.CustomBackoffStrategy;
import io.smallrye.faulttolerance.api.TypedGuard;
import jakarta.enterprise.util.TypeLiteral;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

/** Calls with patience, and not at all while calling is of no use. */
final class Guarded {

  /** An endpoint that asks for more is told to callers instead. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final long FIRST_DELAY_MS = 100;
  private static final int QUEUE = 10_000;
  private static final double BROKEN = 0.5;

  private final Duration open;
  private final TypedGuard<CompletionStage<List<Vector>>> guard;

  Guarded(Endpoint endpoint, Consumer<CircuitBreakerState> circuit) {
    open = endpoint.open();
    guard =
        TypedGuard.create(new TypeLiteral<CompletionStage<List<Vector>>>() {})
            .withBulkhead()
            .limit(endpoint.calls())
            .queueSize(QUEUE)
            .done()
            .withTimeout()
            .duration(endpoint.timeout().toMillis() * 2, ChronoUnit.MILLIS)
            .done()
            .withCircuitBreaker()
            .requestVolumeThreshold(Endpoint.WINDOW)
            .failureRatio(BROKEN)
            .delay(open.toMillis(), ChronoUnit.MILLIS)
            .when(Guarded::toBlame)
            .onStateChange(circuit)
            .done()
            .withRetry()
            .maxRetries(endpoint.retries())
            .whenException(Guarded::worthwhile)
            .withCustomBackoff()
            .strategy(Backoff::new)
            .done()
            .done()
            .withThreadOffload(false)
            .build();
  }

  /** What {@code call} comes to at last; a {@link Failure} if it does not. */
  CompletionStage<List<Vector>> run(Supplier<CompletionStage<List<Vector>>> call) {
    return guard
        .get(call)
        .exceptionally(
            error -> {
              throw failure(error);
            });
  }

  private static Throwable cause(Throwable error) {
    return error instanceof CompletionException && error.getCause() != null
        ? error.getCause()
        : error;
  }

  private static boolean toBlame(Throwable error) {
    return !(cause(error) instanceof CallFailed failed) || failed.unavailable();
  }

  private static boolean worthwhile(Throwable error) {
    return cause(error) instanceof CallFailed failed
        && failed.again()
        && (failed.asked() == null || failed.asked().compareTo(PATIENCE) <= 0);
  }

  private Failure failure(Throwable error) {
    Throwable cause = cause(error);
    if (cause instanceof CallFailed failed) {
      return failed.failure();
    } else if (cause instanceof CircuitBreakerOpenException) {
      return Failure.RetryLater.embeddingUnavailable(
          open, "calls of the endpoint fail, so none is made for a while");
    } else if (cause instanceof BulkheadException || cause instanceof TimeoutException) {
      return Failure.RetryLater.embeddingUnavailable(
          Duration.ofSeconds(1), "more calls of the endpoint wait than it answers in time");
    }
    return Failure.RetryLater.embeddingUnavailable(
        Duration.ofSeconds(1), "a fault of the server, before the endpoint was called");
  }

  /**
   * Twice as long each time, or as the endpoint asks; and some more, so that not all come back at
   * once.
   */
  private static final class Backoff implements CustomBackoffStrategy {
    private long delay = FIRST_DELAY_MS;

    @Override
    public long nextDelayInMillis(Throwable error) {
      long asked =
          cause(error) instanceof CallFailed failed && failed.asked() != null
              ? failed.asked().toMillis()
              : 0;
      long next = Math.max(asked, delay);
      delay *= 2;
      return next + ThreadLocalRandom.current().nextLong(FIRST_DELAY_MS);
    }
  }
}
