package dev.holdfast.server.wiring;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.groupcommit.GroupCommit;
import dev.holdfast.core.groupcommit.GroupObserver;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.progress.CommitRules;
import dev.holdfast.core.progress.ThreadHeads;
import dev.holdfast.core.spi.Commit;
import dev.holdfast.core.spi.Committed;
import dev.holdfast.core.spi.WriteObserver;
import dev.holdfast.core.store.StoreObserver;
import dev.holdfast.core.store.TtlPolicy;
import dev.holdfast.core.store.bulk.ItemPages;
import dev.holdfast.core.store.bulk.RunImport;
import dev.holdfast.core.usecase.Checkpoints;
import dev.holdfast.core.usecase.Conflation;
import dev.holdfast.core.usecase.HistoryObserver;
import dev.holdfast.core.usecase.OperationObserver;
import dev.holdfast.core.usecase.ReadProgress;
import dev.holdfast.core.usecase.RunBatch;
import dev.holdfast.core.usecase.RunOperation;
import dev.holdfast.core.usecase.Threads;
import dev.holdfast.postgres.read.PgCheckpointReader;
import dev.holdfast.postgres.read.PgThreadHeads;
import dev.holdfast.postgres.record.RecordCache;
import dev.holdfast.postgres.signal.Acceptance;
import dev.holdfast.postgres.thread.PgThreadStore;
import dev.holdfast.postgres.thread.Sweep;
import dev.holdfast.server.config.HoldfastConfig;
import io.vertx.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The parts of a running server; there are none before the database is ready. */
@ApplicationScoped
public class Holdfast {

  private static final Duration RETRY_AFTER = Duration.ofMillis(500);

  /** How long people wait, who name no time. */
  private static final Duration WAIT = Duration.ofSeconds(10);

  /** Threads that are conflated at a time take this part of the connections, at least one. */
  private static final int CONFLATION_PART = 4;

  private final HoldfastConfig config;
  private final GroupObserver groups;
  private final OperationObserver operations;
  private final WriteObserver writes;
  private final HistoryObserver history;
  private final StoreObserver store;
  private final RecordCache cache;
  private volatile @Nullable Parts parts;

  /** What belongs to one database. */
  private record Parts(
      Pool pool,
      GroupCommit<Commit, Committed> commits,
      StoreParts store,
      IndexParts index,
      RunBatch batches,
      RunOperation operations,
      Threads threads,
      Checkpoints checkpoints,
      ThreadHeads heads,
      ReadProgress progress,
      Sweep sweep,
      Conflation conflation) {}

  /** One that does not serve yet. */
  public Holdfast(
      HoldfastConfig config,
      GroupObserver groups,
      OperationObserver operations,
      WriteObserver writes,
      HistoryObserver history,
      StoreObserver store) {
    this.config = config;
    this.writes = writes;
    this.history = history;
    this.store = store;
    this.cache = new RecordCache(config.cacheBytes());
    this.groups = groups;
    this.operations = operations;
  }

  /**
   * Begins to serve from {@code pool}, whose database has the right schema, with its index.
   *
   * @param signals takes the signals that come with writes
   * @param rules say which signals come with writes that do not name them
   */
  public void open(Pool pool, IndexParts index, Signals signals, CommitRules rules) {
    var reader = new PgCheckpointReader(pool, cache);
    var threads = new PgThreadStore(pool);
    var conflation =
        new Conflation(
            threads,
            System::nanoTime,
            history,
            Math.max(1, config.pool().size() / CONFLATION_PART));
    var commits =
        Commits.open(
            config,
            pool,
            cache,
            groups,
            new Heard(writes, conflation, signals),
            signals.acceptance());
    var items =
        StoreParts.open(
            pool,
            config,
            Commits.limits(config.groupCommit(), config.groupCommit().lanes()),
            store,
            index);
    var batches =
        new RunBatch(
            commits, reader, threads, items.batches(), System::nanoTime, operations, rules);
    var single = new RunOperation(batches, WAIT);
    var people = new Threads(threads, WAIT);
    var heads = new PgThreadHeads(pool, cache);
    parts =
        new Parts(
            pool,
            commits,
            items,
            index,
            batches,
            single,
            people,
            new Checkpoints(single, people),
            heads,
            new ReadProgress(heads, people),
            new Sweep(pool),
            conflation);
  }

  /**
   * Tries everything once, as {@code tenant}; completes when that is over, fails as the first
   * operation that failed.
   *
   * @param tenant one that nobody else uses
   * @param acceptance of signals, of which there are none
   */
  public CompletionStage<Void> rehearse(Pool pool, TenantId tenant, Acceptance acceptance) {
    var records = new RecordCache(config.cacheBytes());
    var commits =
        Commits.open(config, pool, records, GroupObserver.SILENT, WriteObserver.SILENT, acceptance);
    var items =
        StoreParts.open(
            pool,
            config,
            Commits.limits(config.groupCommit(), config.groupCommit().lanes()),
            StoreObserver.SILENT,
            null);
    return new Rehearsal(pool, records, commits, items.batches(), tenant).run();
  }

  /** What holds where a request does not say how long an item lives. */
  public TtlPolicy ttlPolicy() {
    return StoreParts.policy(config.store());
  }

  /** Imports items. */
  public RunImport imports() {
    return parts().store().imports();
  }

  /** Reads all items, page by page. */
  public ItemPages pages() {
    return parts().store().pages();
  }

  /** Records in memory. */
  public RecordCache cache() {
    return cache;
  }

  /** Whether it serves. */
  public boolean isOpen() {
    return parts != null;
  }

  /** Runs batches. */
  public RunBatch batches() {
    return parts().batches();
  }

  /** Runs single operations, for people. */
  public RunOperation operations() {
    return parts().operations();
  }

  /** Threads, for people. */
  public Threads threads() {
    return parts().threads();
  }

  /** Checkpoints, for people. */
  public Checkpoints checkpoints() {
    return parts().checkpoints();
  }

  /** How far threads are, for people. */
  public ReadProgress progress() {
    return parts().progress();
  }

  /** What progress is judged by. */
  ThreadHeads heads() {
    return parts().heads();
  }

  /** The index of the store. */
  public IndexParts index() {
    return parts().index();
  }

  /** Deletes what deleted threads left. */
  public Sweep sweep() {
    return parts().sweep();
  }

  /** Deletes items of the store whose time is over; completes with their number. */
  public CompletionStage<Long> sweepItems() {
    return parts().store().sweep();
  }

  /** Removes what threads do not keep. */
  public Conflation conflation() {
    return parts().conflation();
  }

  /** The connections. */
  public Pool pool() {
    return parts().pool();
  }

  /** Tells callers whose deadline has passed; does nothing before the server serves. */
  public void expire() {
    Parts now = parts;
    if (now != null) {
      now.commits().expire();
      now.store().commits().expire();
    }
  }

  /** Rows that wait for a commit or are on their way. */
  public long backlogRows() {
    Parts now = parts;
    return now == null ? 0 : now.commits().backlogRows() + now.store().commits().backlogRows();
  }

  /** Bytes that wait for a commit or are on their way. */
  public long backlogBytes() {
    Parts now = parts;
    return now == null ? 0 : now.commits().backlogBytes() + now.store().commits().backlogBytes();
  }

  /** Refuses new writes; completes when those taken in are settled. */
  public CompletionStage<Void> drain() {
    Parts now = parts();
    return CompletableFuture.allOf(
        now.index().stop().toCompletableFuture(),
        now.commits().drain().toCompletableFuture(),
        now.store().commits().drain().toCompletableFuture());
  }

  private Parts parts() {
    Parts now = parts;
    if (now == null) {
      throw Failure.RetryLater.unavailable(RETRY_AFTER, "the server is starting or stopping");
    }
    return now;
  }
}
