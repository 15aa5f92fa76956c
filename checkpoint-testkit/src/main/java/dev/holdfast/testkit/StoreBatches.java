package dev.holdfast.testkit;

import dev.holdfast.core.groupcommit.GroupCommit;
import dev.holdfast.core.groupcommit.GroupLimits;
import dev.holdfast.core.groupcommit.GroupObserver;
import dev.holdfast.core.groupcommit.Weigher;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.Preparation;
import dev.holdfast.core.store.RunStore;
import dev.holdfast.core.store.StoreChange;
import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.core.store.StoreReader;
import dev.holdfast.core.store.StoreResult;
import dev.holdfast.core.store.StoreWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Batches as callers issue them: reads first, puts through a group commit. */
public final class StoreBatches {
  private static final GroupLimits LIMITS =
      new GroupLimits(1, 2000, 64 << 20, 100_000, 512 << 20, Duration.ofMillis(1), 3);

  private final RunStore runs;

  /** Batches on these ports; nothing is indexed. */
  public StoreBatches(StoreWriter writer, StoreReader reader) {
    this(writer, reader, Preparation.NOTHING_INDEXED);
  }

  /** Batches on these ports, made ready by {@code preparation}. */
  public StoreBatches(StoreWriter writer, StoreReader reader, Preparation preparation) {
    var commits = new GroupCommit<>(LIMITS, writer, new Weight(), () -> 0, GroupObserver.SILENT);
    runs = new RunStore(commits, reader, preparation);
  }

  /** Issues one batch. */
  public CompletionStage<List<StoreResult>> run(TenantId tenant, List<StoreOperation> parts) {
    return runs.run(tenant, parts, Long.MAX_VALUE);
  }

  /** What issues them. */
  public RunStore runs() {
    return runs;
  }

  private static final class Weight implements Weigher<StoreChange> {
    private static final long ROW_BYTES = 100;

    @Override
    public int rows(StoreChange change) {
      return Math.max(1, change.puts().size() + change.refreshed().size());
    }

    @Override
    public long bytes(StoreChange change) {
      return rows(change) * ROW_BYTES;
    }
  }
}
