package dev.holdfast.core.usecase;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.model.ThreadId;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.core.model.ThreadSummary;
import dev.holdfast.core.spi.ThreadStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Shows threads to people. */
public final class Threads {

  private final ThreadStore store;
  private final Duration timeout;

  /** {@code timeout} is how long each caller waits. */
  public Threads(ThreadStore store, Duration timeout) {
    this.store = store;
    this.timeout = timeout;
  }

  /**
   * Consecutive threads by id.
   *
   * @param threads the page
   * @param next the last of the page, null if none follows
   */
  public record Page(List<ThreadSummary> threads, @Nullable ThreadId next) {}

  /**
   * Lists the threads whose ids begin with {@code prefix}.
   *
   * @param after where the page before ended, null for the first
   * @param limit most threads of the page, at least 1
   */
  public CompletionStage<Page> list(
      TenantId tenant, String prefix, @Nullable ThreadId after, int limit) {
    return within(store.threads(tenant, prefix, after, limit + 1))
        .thenApply(found -> page(found, limit));
  }

  private static Page page(List<ThreadSummary> found, int limit) {
    if (found.size() <= limit) {
      return new Page(found, null);
    }
    return new Page(found.subList(0, limit), found.get(limit - 1).id());
  }

  /** Describes one thread; the stage fails with {@code THREAD_NOT_FOUND} if there is none. */
  public CompletionStage<ThreadSummary> find(ThreadKey thread) {
    return within(store.thread(thread))
        .thenApply(
            found ->
                found.orElseThrow(
                    () -> new Failure.Plain(Code.THREAD_NOT_FOUND, "there is no such thread")));
  }

  <T> CompletionStage<T> within(CompletionStage<T> stage) {
    return stage
        .toCompletableFuture()
        .copy()
        .orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS)
        .exceptionally(
            error -> {
              if (error instanceof TimeoutException) {
                throw Failure.deadlineExceeded();
              }
              throw new CompletionException(error);
            });
  }
}
