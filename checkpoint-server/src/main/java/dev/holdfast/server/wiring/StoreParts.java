package dev.holdfast.server.wiring;

import dev.holdfast.core.groupcommit.GroupCommit;
import dev.holdfast.core.groupcommit.GroupLimits;
import dev.holdfast.core.store.GatheredReader;
import dev.holdfast.core.store.ReadLimits;
import dev.holdfast.core.store.RunStore;
import dev.holdfast.core.store.StoreChange;
import dev.holdfast.core.store.StoreChanged;
import dev.holdfast.core.store.StoreObserver;
import dev.holdfast.core.store.Ttl;
import dev.holdfast.core.store.TtlPolicy;
import dev.holdfast.core.store.bulk.ItemPages;
import dev.holdfast.core.store.bulk.RunImport;
import dev.holdfast.postgres.store.ItemSweep;
import dev.holdfast.postgres.store.PgStoreReader;
import dev.holdfast.postgres.store.PgStoreWriter;
import dev.holdfast.postgres.store.bulk.PgImportLog;
import dev.holdfast.postgres.store.bulk.PgItemPages;
import dev.holdfast.server.config.HoldfastConfig;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The long-term store of a running server; its commits are its own. */
record StoreParts(
    GroupCommit<StoreChange, StoreChanged> commits,
    RunStore batches,
    RunImport imports,
    ItemPages pages,
    ItemSweep items,
    StoreObserver observer) {

  /**
   * Rounds of gets on their way at a time: one is read by the server while the other is answered.
   */
  private static final int GET_ROUNDS = 2;

  /** Searches on their way at a time take this part of the connections, at least one. */
  private static final int SEARCH_PART = 2;

  /** A store in the database of {@code pool}; {@code index}: null if nothing is indexed. */
  static StoreParts open(
      Pool pool,
      HoldfastConfig config,
      GroupLimits limits,
      StoreObserver observer,
      @Nullable IndexParts index) {
    var commits =
        new GroupCommit<>(
            limits, new PgStoreWriter(pool), new StoreWeigher(), System::nanoTime, observer);
    var items = index == null ? new PgStoreReader(pool) : new PgStoreReader(pool, index.vectors());
    var reader = new GatheredReader(items, reads(config));
    var batches =
        index == null
            ? new RunStore(commits, reader)
            : new RunStore(commits, index.telling(reader), index.preparation(), index::workOnQueue);
    var imports = new RunImport(batches, new PgImportLog(pool), System::nanoTime);
    return new StoreParts(
        commits, batches, imports, new PgItemPages(pool), new ItemSweep(pool), observer);
  }

  /** What an operator says about requests that do not say it. */
  static TtlPolicy policy(HoldfastConfig.Store config) {
    return new TtlPolicy(
        config.defaultTtl().map(StoreParts::ttl).orElse(null), config.refreshOnRead());
  }

  /** The time is one that there can be, or the server does not start. */
  private static Ttl ttl(Duration time) {
    return new Ttl(TimeUnit.MICROSECONDS.convert(time));
  }

  /** As many may wait as for a commit. */
  private static ReadLimits reads(HoldfastConfig config) {
    HoldfastConfig.GroupCommit group = config.groupCommit();
    int searches = Math.max(1, config.pool().size() / SEARCH_PART);
    return new ReadLimits(
        GET_ROUNDS, searches, group.maxRows(), group.maxBacklogRows(), group.retryAfter());
  }

  /** Deletes items whose time is over, in small batches; completes with their number. */
  CompletionStage<Long> sweep() {
    return items
        .run()
        .thenApply(
            expired -> {
              observer.expired(expired);
              return expired;
            });
  }
}
