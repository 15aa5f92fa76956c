package dev.holdfast.core.usecase;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.groupcommit.GroupCommit;
import dev.holdfast.core.groupcommit.GroupLimits;
import dev.holdfast.core.groupcommit.GroupObserver;
import dev.holdfast.core.groupcommit.Weigher;
import dev.holdfast.core.store.RunStore;
import dev.holdfast.core.store.StoreChange;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A store for batches that do not ask it for anything: it fails. */
final class NoStore implements Weigher<StoreChange> {
  private static final GroupLimits LIMITS = new GroupLimits(1, 1, 1, 1, 1, Duration.ofMillis(1), 1);

  static final RunStore RUN =
      new RunStore(
          new GroupCommit<>(LIMITS, group -> none(), new NoStore(), () -> 0, GroupObserver.SILENT),
          (tenant, reads) -> none());

  private NoStore() {}

  private static <T> CompletableFuture<T> none() {
    return CompletableFuture.failedFuture(new Failure.Plain(Code.INTERNAL, "there is no store"));
  }

  @Override
  public int rows(StoreChange operation) {
    return 1;
  }

  @Override
  public long bytes(StoreChange operation) {
    return 1;
  }
}
