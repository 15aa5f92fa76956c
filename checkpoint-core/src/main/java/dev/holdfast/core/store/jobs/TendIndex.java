package dev.holdfast.core.store.jobs;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.index.EmbeddedBy;
import dev.holdfast.core.index.IndexDefinition;
import dev.holdfast.core.index.StoreIndex;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.indexing.Embedder;
import dev.holdfast.core.store.indexing.IndexCatalog;
import dev.holdfast.core.store.indexing.IndexQueue;
import dev.holdfast.core.store.indexing.IndexStatus;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What people and clients do with the index of a tenant. */
public final class TendIndex {

  private static final int MOST_FAILED = 100;

  private final IndexCatalog indexes;
  private final IndexQueue queue;
  private final JobStore jobs;
  private final @Nullable Embedder embedder;
  private final @Nullable IndexDefinition configured;

  /**
   * An index and how far it is.
   *
   * @param index what it is
   * @param status how far it is
   */
  public record Description(StoreIndex index, IndexStatus status) {}

  /**
   * A job and what was given up.
   *
   * @param failed items of the tenant that were given up, at most 100; of a check, none
   */
  public record JobDescription(IndexJob job, List<IndexQueue.FailedItem> failed) {}

  /**
   * Tends the indexes of {@code indexes}.
   *
   * @param embedder what this server embeds with, if it does
   * @param configured the definition that this server is configured for, if it embeds
   */
  public TendIndex(
      IndexCatalog indexes,
      IndexQueue queue,
      JobStore jobs,
      @Nullable Embedder embedder,
      @Nullable IndexDefinition configured) {
    this.indexes = indexes;
    this.queue = queue;
    this.jobs = jobs;
    this.embedder = embedder;
    this.configured = configured;
  }

  /**
   * Defines the index, unless it is so already.
   *
   * @return it; fails with {@code index-mismatch} if there is another, or this server embeds with
   *     another model than the definition names
   */
  public CompletionStage<StoreIndex> define(TenantId tenant, IndexDefinition definition) {
    if (!possible(definition)) {
      return CompletableFuture.failedFuture(otherModel());
    }
    return indexes.define(tenant, definition).thenApply(defined -> same(defined, definition));
  }

  private static StoreIndex same(StoreIndex defined, IndexDefinition wanted) {
    if (!defined.definition().equals(wanted)) {
      throw new Failure.Plain(
          Code.INDEX_MISMATCH,
          "there is another index: drop it, or rebuild it with this definition");
    }
    return defined;
  }

  /** Whether this server can embed what it is to embed. */
  private boolean possible(IndexDefinition definition) {
    return definition.embeddedBy() != EmbeddedBy.SERVER
        || (embedder != null
            && embedder.model().equals(definition.model())
            && embedder.dimensions() == definition.dimensions());
  }

  private static Failure otherModel() {
    return new Failure.Plain(
        Code.INDEX_MISMATCH, "this server embeds with another model, or does not embed");
  }

  /** The index and how far it is; empty if there is none. */
  public CompletionStage<Optional<Description>> describe(TenantId tenant) {
    return indexes
        .find(tenant)
        .thenCompose(
            index ->
                index.isEmpty()
                    ? CompletableFuture.completedFuture(Optional.empty())
                    : queue
                        .status(tenant)
                        .thenApply(status -> Optional.of(new Description(index.get(), status))));
  }

  /** Drops the index; whether there was one. */
  public CompletionStage<Boolean> drop(TenantId tenant) {
    return indexes.drop(tenant);
  }

  /**
   * Starts a job.
   *
   * @param definition of a rebuild; null: what this server is configured for, else what is there
   * @return it; fails with {@code not-indexed} if there is no index and nothing to make one of
   */
  public CompletionStage<IndexJob> start(
      TenantId tenant, IndexJob.Kind kind, @Nullable IndexDefinition definition) {
    IndexDefinition wanted =
        kind == IndexJob.Kind.REBUILD && definition == null ? configured : definition;
    if (wanted != null) {
      return possible(wanted)
          ? jobs.start(tenant, kind, wanted)
          : CompletableFuture.failedFuture(otherModel());
    }
    return indexes
        .find(tenant)
        .thenCompose(
            index ->
                index.isPresent()
                    ? jobs.start(tenant, kind, null)
                    : CompletableFuture.failedFuture(
                        new Failure.Plain(Code.NOT_INDEXED, "there is no index")));
  }

  /** Jobs, the newest first. */
  public CompletionStage<List<IndexJob>> jobs(TenantId tenant, int most) {
    return jobs.list(tenant, most);
  }

  /** A job, or empty. */
  public CompletionStage<Optional<JobDescription>> job(TenantId tenant, long id) {
    return jobs.find(tenant, id).thenCompose(this::described);
  }

  /** Cancels a job that is not finished; empty if there is none. */
  public CompletionStage<Optional<JobDescription>> cancel(TenantId tenant, long id) {
    return jobs.cancel(tenant, id).thenCompose(this::described);
  }

  private CompletionStage<Optional<JobDescription>> described(Optional<IndexJob> job) {
    if (job.isEmpty()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    CompletionStage<List<IndexQueue.FailedItem>> failed =
        job.get().kind() == IndexJob.Kind.CHECK
            ? CompletableFuture.completedFuture(List.of())
            : queue.failed(job.get().tenant(), MOST_FAILED);
    return failed.thenApply(items -> Optional.of(new JobDescription(job.get(), items)));
  }
}
