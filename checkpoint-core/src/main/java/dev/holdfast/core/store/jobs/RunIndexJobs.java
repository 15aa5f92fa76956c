package dev.holdfast.core.store.jobs;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.index.EmbeddedBy;
import dev.holdfast.core.index.IndexBacklog;
import dev.holdfast.core.index.IndexDefinition;
import dev.holdfast.core.index.StoreIndex;
import dev.holdfast.core.store.indexing.Embedder;
import dev.holdfast.core.store.indexing.IndexBacklogs;
import dev.holdfast.core.store.indexing.IndexCatalog;
import dev.holdfast.core.store.indexing.IndexQueue;
import dev.holdfast.core.store.indexing.IndexStatus;
import dev.holdfast.core.store.jobs.IndexJob.Kind;
import dev.holdfast.core.store.jobs.IndexJob.State;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Does jobs, one page at a time; any number of replicas may. */
public final class RunIndexJobs {

  private static final int PAGE = 1000;
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration LATER = Duration.ofSeconds(1);

  private final JobStore jobs;
  private final IndexCatalog indexes;
  private final IndexQueue queue;
  private final IndexBacklogs backlogs;
  private final @Nullable Embedder embedder;

  /** Does the jobs of {@code jobs}; {@code embedder}: what this server embeds with, if it does. */
  public RunIndexJobs(
      JobStore jobs,
      IndexCatalog indexes,
      IndexQueue queue,
      IndexBacklogs backlogs,
      @Nullable Embedder embedder) {
    this.backlogs = backlogs;
    this.jobs = jobs;
    this.indexes = indexes;
    this.queue = queue;
    this.embedder = embedder;
  }

  /** Takes one job and goes on with it as far as it goes now; whether there was one. */
  public CompletionStage<Boolean> step() {
    return jobs.claim(LEASE)
        .thenCompose(
            claimed ->
                claimed.isEmpty()
                    ? CompletableFuture.completedFuture(false)
                    : goOn(claimed.get()).thenApply(done -> true));
  }

  private CompletionStage<Void> goOn(ClaimedJob claimed) {
    CompletionStage<Void> done =
        switch (claimed.phase()) {
          case BEGUN -> begin(claimed);
          case ENQUEUEING -> pages(Optional.of(claimed));
          case INDEXING -> await(claimed);
        };
    return done.handle((ended, error) -> settled(claimed, error)).thenCompose(stage -> stage);
  }

  /** A job whose database is away is taken over when the lease is over; another failure ends it. */
  private CompletionStage<Void> settled(ClaimedJob claimed, @Nullable Throwable error) {
    Throwable cause = error instanceof CompletionException e ? e.getCause() : error;
    if (cause == null) {
      return CompletableFuture.completedFuture(null);
    }
    return cause instanceof Failure.Plain plain && plain.code() != Code.WRITE_CONFLICT
        ? jobs.finish(claimed, State.FAILED, null, plain.code().text())
        : CompletableFuture.failedFuture(cause);
  }

  private CompletionStage<Void> begin(ClaimedJob claimed) {
    if (claimed.job().kind() == Kind.CHECK) {
      return ended(claimed, null);
    }
    return indexes
        .find(claimed.job().tenant())
        .thenCompose(index -> begin(claimed, definition(claimed, index)));
  }

  private static IndexDefinition definition(ClaimedJob claimed, Optional<StoreIndex> index) {
    if (claimed.definition() != null) {
      return claimed.definition();
    }
    return index
        .map(StoreIndex::definition)
        .orElseThrow(() -> new Failure.Plain(Code.NOT_INDEXED, "there is no index"));
  }

  private CompletionStage<Void> begin(ClaimedJob claimed, IndexDefinition definition) {
    boolean rebuild = claimed.job().kind() == Kind.REBUILD;
    boolean client = definition.embeddedBy() == EmbeddedBy.CLIENT;
    if (definition.embeddedBy() == EmbeddedBy.SERVER && !embeds(definition)) {
      throw new Failure.Plain(Code.INDEX_MISMATCH, "this server embeds with another model");
    }
    if (client && !rebuild) {
      return ended(claimed, Code.NOT_INDEXED);
    }
    return jobs.begin(claimed, rebuild ? definition : null, LEASE)
        .thenCompose(
            begun ->
                client && begun.isPresent() ? ended(begun.get(), Code.NOT_INDEXED) : pages(begun));
  }

  private boolean embeds(IndexDefinition definition) {
    return embedder != null
        && embedder.dimensions() == definition.dimensions()
        && embedder.model().equals(definition.model());
  }

  /** Until the last one, or until somebody else is at it. */
  private CompletionStage<Void> pages(Optional<ClaimedJob> claimed) {
    if (claimed.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    return claimed.get().phase() == ClaimedJob.Phase.INDEXING
        ? await(claimed.get())
        : jobs.page(claimed.get(), PAGE, LEASE).thenCompose(this::pages);
  }

  /** What was enqueued is through when all that waits came later. */
  private CompletionStage<Void> await(ClaimedJob claimed) {
    return backlogs
        .of(claimed.job().tenant())
        .thenCompose(
            backlog ->
                backlog.filter(behind -> waits(behind, claimed)).isPresent()
                    ? jobs.putOff(claimed, LATER)
                    : ended(claimed, null));
  }

  private static boolean waits(IndexBacklog behind, ClaimedJob claimed) {
    return behind.waiting() > 0 && behind.oldest().compareTo(claimed.sinceEnqueued()) >= 0;
  }

  private CompletionStage<Void> ended(ClaimedJob claimed, @Nullable Code code) {
    return queue
        .status(claimed.job().tenant())
        .thenCompose(
            (IndexStatus status) ->
                jobs.finish(claimed, State.DONE, status, code == null ? null : code.text()));
  }
}
