package dev.holdfast.core.usecase;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.core.progress.ThreadHead;
import dev.holdfast.core.progress.ThreadHeads;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tells people how far threads are. */
public final class ReadProgress {

  private final ThreadHeads heads;
  private final Threads threads;

  /** Callers wait as long as those of {@code threads}, which is asked what is missing. */
  public ReadProgress(ThreadHeads heads, Threads threads) {
    this.heads = heads;
    this.threads = threads;
  }

  /**
   * Finds the head that a thread's progress is judged by.
   *
   * @return fails with {@code THREAD_NOT_FOUND}, or {@code CHECKPOINT_NOT_FOUND} if the root
   *     namespace has none
   */
  public CompletionStage<ThreadHead> of(ThreadKey thread) {
    return threads
        .within(heads.find(thread))
        .thenCompose(
            found ->
                found.isPresent()
                    ? CompletableFuture.completedFuture(found.get())
                    : absent(thread));
  }

  private CompletionStage<ThreadHead> absent(ThreadKey thread) {
    return threads
        .find(thread)
        .thenCompose(
            exists ->
                CompletableFuture.failedFuture(
                    new Failure.Plain(
                        Code.CHECKPOINT_NOT_FOUND,
                        "the thread has no checkpoint in the root namespace")));
  }
}
