package dev.holdfast.core.usecase;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.ThreadKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Starts the operations of one batch so that those of one thread take effect in list order.
 *
 * <p>Appends of a thread are handed on one after the other without waiting for commits, since a
 * lane keeps their order; a read waits for the appends before it, an append for the reads before
 * it. Not thread-safe: one caller adds operations.
 */
final class ThreadOrder {

  private static final CompletableFuture<Void> NOW = CompletableFuture.completedFuture(null);

  private final Map<ThreadKey, Chain> chains = new HashMap<>();
  private CompletableFuture<Void> beginning = NOW;

  /**
   * Where a thread stands: when its next append may be handed on, and when nothing of it is under
   * way.
   */
  private static final class Chain {
    CompletableFuture<Void> mayAppend;
    CompletableFuture<Void> quiet;
    private volatile @Nullable Throwable refused;

    Chain(CompletableFuture<Void> beginning) {
      mayAppend = beginning;
      quiet = beginning;
    }

    /**
     * What follows an append that was turned away at the door is turned away too: it must not
     * overtake its repeat.
     */
    <T> void append(Supplier<CompletionStage<T>> start, CompletableFuture<T> result) {
      Throwable earlier = refused;
      if (earlier != null) {
        result.completeExceptionally(earlier);
        return;
      }
      CompletionStage<T> stage = begin(start);
      stage.whenComplete(
          (done, error) -> refused = error instanceof Failure.RetryLater ? error : refused);
      forward(stage, result);
    }
  }

  <T> CompletableFuture<T> append(ThreadKey thread, Supplier<CompletionStage<T>> start) {
    Chain chain = chain(thread);
    var result = new CompletableFuture<T>();
    chain.mayAppend = chain.mayAppend.thenRun(() -> chain.append(start, result));
    chain.quiet = CompletableFuture.allOf(chain.quiet, settled(result));
    return result;
  }

  <T> CompletableFuture<T> alone(
      Collection<ThreadKey> threads, Supplier<CompletionStage<T>> start) {
    var gate =
        CompletableFuture.allOf(
            threads.stream().map(t -> chain(t).quiet).toArray(CompletableFuture<?>[]::new));
    CompletableFuture<T> result = gate.thenCompose(nothing -> start.get());
    CompletableFuture<Void> end = settled(result);
    threads.forEach(thread -> block(chain(thread), end));
    return result;
  }

  /** For an operation that may touch any thread. */
  <T> CompletableFuture<T> aloneOverAll(Supplier<CompletionStage<T>> start) {
    var gates =
        chains.values().stream().map(chain -> chain.quiet).toArray(CompletableFuture<?>[]::new);
    CompletableFuture<T> result =
        CompletableFuture.allOf(beginning, CompletableFuture.allOf(gates))
            .thenCompose(nothing -> start.get());
    CompletableFuture<Void> end = settled(result);
    chains.values().forEach(chain -> block(chain, end));
    beginning = end;
    return result;
  }

  private Chain chain(ThreadKey thread) {
    return chains.computeIfAbsent(thread, key -> new Chain(beginning));
  }

  private static void block(Chain chain, CompletableFuture<Void> end) {
    chain.mayAppend = CompletableFuture.allOf(chain.mayAppend, end);
    chain.quiet = CompletableFuture.allOf(chain.quiet, end);
  }

  private static CompletableFuture<Void> settled(CompletableFuture<?> stage) {
    return stage.handle((result, error) -> null);
  }

  /** An operation that cannot even be started fails like any other, and holds up nothing. */
  private static <T> CompletionStage<T> begin(Supplier<CompletionStage<T>> start) {
    try {
      return start.get();
    } catch (RuntimeException thrown) {
      return CompletableFuture.failedFuture(thrown);
    }
  }

  private static <T> void forward(CompletionStage<T> stage, CompletableFuture<T> result) {
    stage.whenComplete(
        (value, error) -> {
          if (error == null) {
            result.complete(value);
          } else {
            result.completeExceptionally(error);
          }
        });
  }
}
