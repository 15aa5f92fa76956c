package dev.holdfast.server.wiring;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.groupcommit.GroupObserver;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.progress.CommitRules;
import dev.holdfast.core.progress.ThreadHeads;
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
import dev.holdfast.postgres.record.RecordCache;
import dev.holdfast.postgres.signal.Acceptance;
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

  private final HoldfastConfig config;
  private final CheckpointParts.Observers observers;
  private final StoreObserver store;
  private final RecordCache cache;
  private volatile @Nullable Parts parts;

  /** What belongs to one database. */
  private record Parts(
      Pool pool, CheckpointParts checkpoints, StoreParts store, IndexParts index) {}

  /** One that does not serve yet. */
  public Holdfast(
      HoldfastConfig config,
      GroupObserver groups,
      OperationObserver operations,
      WriteObserver writes,
      HistoryObserver history,
      StoreObserver store) {
    this.config = config;
    this.observers = new CheckpointParts.Observers(groups, operations, writes, history);
    this.store = store;
    this.cache = new RecordCache(config.cacheBytes());
  }

  /**
   * Begins to serve from {@code pool}, whose database has the right schema, with its index.
   *
   * @param signals takes the signals that come with writes
   * @param rules say which signals come with writes that do not name them
   */
  public void open(Pool pool, IndexParts index, Signals signals, CommitRules rules) {
    var items = items(pool, store, index);
    var checkpoints =
        CheckpointParts.open(pool, config, cache, observers, items.batches(), signals, rules);
    parts = new Parts(pool, checkpoints, items, index);
  }

  private StoreParts items(Pool pool, StoreObserver observer, @Nullable IndexParts index) {
    var limits = Commits.limits(config.groupCommit(), config.groupCommit().lanes());
    return StoreParts.open(pool, config, limits, observer, index);
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
    var items = items(pool, StoreObserver.SILENT, null);
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
    return parts().checkpoints().batches();
  }

  /** Runs single operations, for people. */
  public RunOperation operations() {
    return parts().checkpoints().operations();
  }

  /** Threads, for people. */
  public Threads threads() {
    return parts().checkpoints().threads();
  }

  /** Checkpoints, for people. */
  public Checkpoints checkpoints() {
    return parts().checkpoints().checkpoints();
  }

  /** How far threads are, for people. */
  public ReadProgress progress() {
    return parts().checkpoints().progress();
  }

  /** What progress is judged by. */
  ThreadHeads heads() {
    return parts().checkpoints().heads();
  }

  /** The index of the store. */
  public IndexParts index() {
    return parts().index();
  }

  /** Deletes what deleted threads left. */
  public Sweep sweep() {
    return parts().checkpoints().sweep();
  }

  /** Deletes items of the store whose time is over; completes with their number. */
  public CompletionStage<Long> sweepItems() {
    return parts().store().sweep();
  }

  /** Removes what threads do not keep. */
  public Conflation conflation() {
    return parts().checkpoints().conflation();
  }

  /** The connections. */
  public Pool pool() {
    return parts().pool();
  }

  /** Tells callers whose deadline has passed; does nothing before the server serves. */
  public void expire() {
    Parts now = parts;
    if (now != null) {
      now.checkpoints().commits().expire();
      now.store().commits().expire();
    }
  }

  /** Rows that wait for a commit or are on their way. */
  public long backlogRows() {
    Parts now = parts;
    return now == null
        ? 0
        : now.checkpoints().commits().backlogRows() + now.store().commits().backlogRows();
  }

  /** Bytes that wait for a commit or are on their way. */
  public long backlogBytes() {
    Parts now = parts;
    return now == null
        ? 0
        : now.checkpoints().commits().backlogBytes() + now.store().commits().backlogBytes();
  }

  /** Refuses new writes; completes when those taken in are settled. */
  public CompletionStage<Void> drain() {
    Parts now = parts();
    return CompletableFuture.allOf(
        now.index().stop().toCompletableFuture(),
        now.checkpoints().commits().drain().toCompletableFuture(),
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
