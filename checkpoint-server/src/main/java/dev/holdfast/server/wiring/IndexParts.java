package dev.holdfast.server.wiring;

import dev.holdfast.core.index.IndexDefinition;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.Preparation;
import dev.holdfast.core.store.StoreReader;
import dev.holdfast.core.store.indexing.BacklogTelling;
import dev.holdfast.core.store.indexing.Embedder;
import dev.holdfast.core.store.indexing.IndexBacklogs;
import dev.holdfast.core.store.indexing.IndexItems;
import dev.holdfast.core.store.indexing.IndexQueue;
import dev.holdfast.core.store.indexing.IndexStatus;
import dev.holdfast.core.store.indexing.PrepareIndexing;
import dev.holdfast.core.store.indexing.RememberedBacklogs;
import dev.holdfast.core.store.indexing.RememberedIndexes;
import dev.holdfast.core.store.jobs.JobStore;
import dev.holdfast.core.store.jobs.RunIndexJobs;
import dev.holdfast.core.store.jobs.TendIndex;
import dev.holdfast.postgres.store.index.PgIndexBacklogs;
import dev.holdfast.postgres.store.index.PgIndexCatalog;
import dev.holdfast.postgres.store.index.PgIndexQueue;
import dev.holdfast.postgres.store.index.PgJobStore;
import dev.holdfast.postgres.store.meaning.VectorSupport;
import dev.holdfast.server.config.IndexConfig;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The index of the store of a running server. */
public final class IndexParts {

  /** How much later this replica sees what another one defines. */
  private static final Duration REMEMBERED = Duration.ofSeconds(1);

  /** Whose index is measured: everybody's, as long as there is one tenant. */
  private static final TenantId MEASURED = new TenantId("default");

  /** Counting all items takes at most this part of the time. */
  private static final int MEASURED_PART = 100;

  private final IndexConfig config;
  private final @Nullable Embedder embedder;
  private final RememberedIndexes indexes;
  private final IndexQueue queue;
  private final VectorSupport vectors;
  private final IndexBacklogs backlogs;
  private final JobStore jobs;
  private final TendIndex tend;
  private final IndexItems items;
  private final RunIndexJobs running;
  private final Repeating queueWork;
  private final Repeating jobWork;
  private final Repeating look;
  private final Repeating measure;
  private volatile IndexStatus status = new IndexStatus(0, 0, 0, 0, 0, Duration.ZERO);
  private volatile long measuredNanos = System.nanoTime();
  private volatile long tookNanos;

  private IndexParts(
      Pool pool,
      VectorSupport vectors,
      IndexConfig config,
      @Nullable Embedder embedder,
      @Nullable IndexDefinition configured) {
    this.vectors = vectors;
    this.config = config;
    this.embedder = embedder;
    queue = new PgIndexQueue(pool);
    indexes = new RememberedIndexes(new PgIndexCatalog(pool), System::nanoTime, REMEMBERED);
    var counted = new PgIndexBacklogs(pool);
    backlogs = new RememberedBacklogs(counted, System::nanoTime, REMEMBERED);
    jobs = new PgJobStore(pool);
    tend = new TendIndex(indexes, queue, jobs, embedder, configured);
    items = new IndexItems(queue, embedder, config.step(), config.lease());
    running = new RunIndexJobs(jobs, indexes, queue, counted, embedder);
    queueWork =
        new Repeating(() -> items.step().thenApply(step -> step.claimed() == config.step()));
    jobWork = new Repeating(() -> running.step().thenApply(done -> false));
    look = new Repeating(() -> vectors.look().thenApply(way -> false));
    measure = new Repeating(this::measured);
  }

  /**
   * The index in a database.
   *
   * @param building a pool on which a statement may take an hour
   */
  static IndexParts open(
      Pool pool,
      Pool building,
      IndexConfig config,
      @Nullable Embedder embedder,
      @Nullable IndexDefinition configured) {
    var vectors = new VectorSupport(pool, building, config.memoryBytes());
    return new IndexParts(pool, vectors, config, embedder, configured);
  }

  /** What batches need of it. */
  Preparation preparation() {
    return new PrepareIndexing(indexes, embedder, System::nanoTime);
  }

  /** Reads as {@code reader} does, and tells how far behind the index is. */
  StoreReader telling(StoreReader reader) {
    return new BacklogTelling(reader, backlogs);
  }

  /** What people do with it. */
  public TendIndex tend() {
    return tend;
  }

  /** How vectors are compared now. */
  public VectorSupport vectors() {
    return vectors;
  }

  /** How vectors are searched: {@code exact} or {@code pgvector}. */
  public String mode() {
    return vectors.way().text();
  }

  /** How far the index of {@code tenant} is, as it was when it was measured. */
  public IndexStatus status() {
    return status;
  }

  /** Looks for pgvector, unless somebody here is at it. */
  public void look() {
    look.ask();
  }

  /** Measures how far the index is, if that takes no more than a hundredth of the time. */
  public void measure() {
    measure.ask();
  }

  private CompletionStage<Boolean> measured() {
    long begun = System.nanoTime();
    if (begun - measuredNanos < MEASURED_PART * tookNanos) {
      return CompletableFuture.completedFuture(false);
    }
    return queue
        .status(MEASURED)
        .thenApply(
            found -> {
              status = found;
              measuredNanos = System.nanoTime();
              tookNanos = measuredNanos - begun;
              return false;
            });
  }

  /** Works on the queue, unless somebody here is at it. */
  public void workOnQueue() {
    queueWork.ask();
  }

  /** Works on jobs, unless somebody here is at it. */
  public void workOnJobs() {
    jobWork.ask();
  }

  /** Starts checks that are due; completes with their number. */
  public CompletionStage<Integer> scheduleChecks() {
    return jobs.scheduleChecks(config.checkEvery());
  }

  /** Begins nothing more; completes when what is under way is settled. */
  public CompletionStage<Void> stop() {
    return queueWork.stop().thenCombine(jobWork.stop(), (one, other) -> null);
  }
}
