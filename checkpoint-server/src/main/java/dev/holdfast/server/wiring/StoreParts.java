package dev.holdfast.server.wiring;

import dev.holdfast.core.groupcommit.GroupCommit;
import dev.holdfast.core.groupcommit.GroupLimits;
import dev.holdfast.core.store.RunStore;
import dev.holdfast.core.store.StoreChange;
import dev.holdfast.core.store.StoreChanged;
import dev.holdfast.core.store.StoreObserver;
import dev.holdfast.postgres.store.ItemSweep;
import dev.holdfast.postgres.store.PgStoreReader;
import dev.holdfast.postgres.store.PgStoreWriter;
import io.vertx.sqlclient.Pool;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The long-term store of a running server; its commits are its own. */
record StoreParts(
    GroupCommit<StoreChange, StoreChanged> commits,
    RunStore batches,
    ItemSweep items,
    StoreObserver observer) {

  /** A store in the database of {@code pool}; {@code index}: null if nothing is indexed. */
  static StoreParts open(
      Pool pool, GroupLimits limits, StoreObserver observer, @Nullable IndexParts index) {
    var commits =
        new GroupCommit<>(
            limits, new PgStoreWriter(pool), new StoreWeigher(), System::nanoTime, observer);
    var reader = new PgStoreReader(pool);
    var batches =
        index == null
            ? new RunStore(commits, reader)
            : new RunStore(commits, index.telling(reader), index.preparation(), index::workOnQueue);
    return new StoreParts(commits, batches, new ItemSweep(pool), observer);
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
