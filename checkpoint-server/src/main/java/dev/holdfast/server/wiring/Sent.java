package dev.holdfast.server.wiring;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.signal.SignalPlace;
import dev.holdfast.signals.route.Routed;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What became of one signal among several: none of them fails the others. */
final class Sent {

  private Sent() {}

  /** A {@link Routed} or a {@link Failure}. */
  static CompletableFuture<Object> outcome(CompletionStage<Routed> sent) {
    return sent.<Object>handle(
            (routed, error) -> {
              Throwable cause = error instanceof CompletionException ? error.getCause() : error;
              return cause == null ? routed : failure(cause);
            })
        .toCompletableFuture();
  }

  /** Fails unless the outbox has a signal with its key. */
  static @Nullable Void kept(@Nullable SignalPlace place, @Nullable Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    if (cause == null
        || (cause instanceof Failure failure && failure.code() == Code.SIGNAL_KEY_REUSED)) {
      return null;
    }
    throw failure(cause);
  }

  private static Failure failure(Throwable cause) {
    return cause instanceof Failure failure
        ? failure
        : new Failure.Plain(Code.INTERNAL, "a fault of the server");
  }
}
