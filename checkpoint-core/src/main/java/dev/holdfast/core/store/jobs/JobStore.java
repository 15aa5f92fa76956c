package dev.holdfast.core.store.jobs;

import dev.holdfast.core.index.IndexDefinition;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.indexing.IndexStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Jobs, durable. Of several replicas one is at a job, as long as its lease lasts by the database's
 * clock; calls with a claim that is lost, or of a job that was cancelled, change nothing.
 */
public interface JobStore {

  /**
   * Starts a job; one of the same kind and definition that is not finished is answered instead.
   *
   * @param definition of a rebuild; null: the one that is there
   * @return the job; fails with {@code overloaded} if too many wait
   */
  CompletionStage<IndexJob> start(
      TenantId tenant, IndexJob.Kind kind, @Nullable IndexDefinition definition);

  /** A job, or empty. */
  CompletionStage<Optional<IndexJob>> find(TenantId tenant, long id);

  /** Jobs, the newest first; at most {@code most}. */
  CompletionStage<List<IndexJob>> list(TenantId tenant, int most);

  /** Cancels a job that is not finished; what it is then, or empty if there is none. */
  CompletionStage<Optional<IndexJob>> cancel(TenantId tenant, long id);

  /** Takes the first job that nobody is at. */
  CompletionStage<Optional<ClaimedJob>> claim(Duration lease);

  /** Begins to enqueue: of a rebuild the index is defined anew, in the same transaction. */
  CompletionStage<Optional<ClaimedJob>> begin(
      ClaimedJob job, @Nullable IndexDefinition replacement, Duration lease);

  /** Enqueues the next page and moves on behind it, in one transaction. */
  CompletionStage<Optional<ClaimedJob>> page(ClaimedJob job, int most, Duration lease);

  /** Leaves a job until later; whoever comes then goes on with it. */
  CompletionStage<Void> putOff(ClaimedJob job, Duration later);

  /** Ends a job. */
  CompletionStage<Void> finish(
      ClaimedJob job, IndexJob.State state, @Nullable IndexStatus result, @Nullable String code);

  /**
   * Starts a check of each index that was not checked for a while, and forgets jobs that ended a
   * week ago.
   *
   * @return how many checks were started
   */
  CompletionStage<Integer> scheduleChecks(Duration every);
}
