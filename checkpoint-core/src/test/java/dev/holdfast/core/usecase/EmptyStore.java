package dev.holdfast.core.usecase;

import dev.holdfast.core.groupcommit.GroupCommit;
import dev.holdfast.core.groupcommit.GroupLimits;
import dev.holdfast.core.groupcommit.GroupObserver;
import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.groupcommit.Weigher;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.RunStore;
import dev.holdfast.core.store.StoreChange;
import dev.holdfast.core.store.StoreChanged;
import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.core.store.StoreReader;
import dev.holdfast.core.store.StoreResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A store that finds nothing, keeps nothing, and tells what has reached it. */
final class EmptyStore implements StoreReader {
  private static final GroupLimits LIMITS =
      new GroupLimits(1, 1000, 1_000_000, 10_000, 10_000_000, Duration.ofMillis(1), 1);

  /** What has reached it, in order. */
  final List<Object> reached = new ArrayList<>();

  /** How many batches each of its commits had. */
  final List<Integer> commitSizes = new ArrayList<>();

  private final GroupCommit<StoreChange, StoreChanged> commits =
      new GroupCommit<>(LIMITS, this::write, new Ones(), () -> 0, GroupObserver.SILENT);

  /** Every batch is one row of one byte. */
  private static final class Ones implements Weigher<StoreChange> {
    @Override
    public int rows(StoreChange change) {
      return 1;
    }

    @Override
    public long bytes(StoreChange change) {
      return 1;
    }
  }

  RunStore run() {
    return new RunStore(commits, this);
  }

  private CompletionStage<List<Outcome<StoreChanged>>> write(List<StoreChange> group) {
    reached.addAll(group);
    commitSizes.add(group.size());
    List<Outcome<StoreChanged>> outcomes = new ArrayList<>();
    group.forEach(change -> outcomes.add(new Outcome.Done<>(new StoreChanged())));
    return CompletableFuture.completedFuture(outcomes);
  }

  @Override
  public CompletionStage<List<StoreResult>> read(TenantId tenant, List<StoreOperation.Read> reads) {
    reached.addAll(reads);
    List<StoreResult> results = new ArrayList<>();
    reads.forEach(read -> results.add(new StoreResult.Found(null)));
    return CompletableFuture.completedFuture(results);
  }
}
