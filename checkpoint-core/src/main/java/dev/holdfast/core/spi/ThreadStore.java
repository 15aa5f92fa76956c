package dev.holdfast.core.spi;

import dev.holdfast.core.model.HistoryPolicy;
import dev.holdfast.core.model.Incarnation;
import dev.holdfast.core.model.OperationId;
import dev.holdfast.core.model.PruneStrategy;
import dev.holdfast.core.model.RunId;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.model.ThreadId;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.core.model.ThreadSummary;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What is done to whole threads.
 *
 * <p>A repeat with the same operation id does nothing and gives the first answer; with another
 * request it fails with {@code OPERATION_ID_REUSED}. An answer is given after the commit.
 */
public interface ThreadStore {

  /**
   * Lists threads by id.
   *
   * @param prefix only ids that begin with it
   * @param after only ids greater than this, null for the first page
   * @param limit most threads, at least 1
   */
  CompletionStage<List<ThreadSummary>> threads(
      TenantId tenant, String prefix, @Nullable ThreadId after, int limit);

  /** Describes one thread, empty if it does not exist. */
  CompletionStage<Optional<ThreadSummary>> thread(ThreadKey thread);

  /**
   * Deletes a thread with everything in it; writes of its incarnation are refused from then on.
   * Returns whether it existed.
   */
  CompletionStage<Boolean> delete(ThreadKey thread, @Nullable OperationId operation);

  /**
   * Deletes the checkpoints, and their writes, whose metadata {@code run_id} is one of {@code
   * runs}. Returns how many.
   */
  CompletionStage<Long> deleteForRuns(
      TenantId tenant, List<RunId> runs, @Nullable OperationId operation);

  /**
   * Copies a thread with ids, parents, metadata, values and writes. Returns the number of
   * checkpoints, 0 for an unknown source.
   *
   * <p>Fails with {@code THREAD_EXISTS} if the target holds checkpoints or writes. The policy is
   * not copied: a new target keeps everything.
   */
  CompletionStage<Long> copy(ThreadKey source, ThreadId target, @Nullable OperationId operation);

  /** Removes checkpoints by rule; see {@link PruneStrategy}. Returns how many. */
  CompletionStage<Long> prune(
      TenantId tenant,
      List<ThreadId> threads,
      PruneStrategy strategy,
      @Nullable OperationId operation);

  /**
   * Makes {@code history} the policy of a thread, which begins if it does not exist. A repeat does
   * nothing.
   *
   * @param known the life of the thread that the caller knows of; null: any, or a new one
   * @return the thread's life; fails with {@code THREAD_DELETED} if it is not {@code known}
   */
  CompletionStage<Incarnation> setHistory(
      ThreadKey thread, HistoryPolicy history, @Nullable Incarnation known);

  /**
   * Removes what {@link HistoryPolicy#LATEST} does not keep; nothing if the thread's policy is
   * another. What stays keeps its values; a parent that goes is forgotten. Returns how many
   * checkpoints went.
   */
  CompletionStage<Long> conflate(ThreadKey thread);
}
