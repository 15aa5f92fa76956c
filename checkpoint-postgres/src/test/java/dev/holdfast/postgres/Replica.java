package dev.holdfast.postgres;

import dev.holdfast.core.groupcommit.GroupCommit;
import dev.holdfast.core.groupcommit.GroupLimits;
import dev.holdfast.core.groupcommit.GroupObserver;
import dev.holdfast.core.groupcommit.Weigher;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Appended;
import dev.holdfast.testkit.Stores;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A server as far as writing goes: stores on a pool of their own behind a group commit. */
final class Replica {
  private static final GroupLimits LIMITS =
      new GroupLimits(2, 200, 10_000_000, 10_000, 100_000_000, Duration.ofMillis(10), 5);
  private static final Duration PATIENCE = Duration.ofSeconds(25);

  final Stores stores;
  final AtomicInteger repeats = new AtomicInteger();
  private final GroupCommit<Append, Appended> commits;

  Replica(Stores stores) {
    this.stores = stores;
    this.commits =
        new GroupCommit<>(LIMITS, stores.writer(), new Rows(), System::nanoTime, new Counting());
  }

  CompletableFuture<Appended> submit(Append append) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    return commits.submit(append.key().thread().hashCode(), append, deadline).toCompletableFuture();
  }

  /** Runs {@code submits}; what it submits is one group as far as it fits. */
  void together(Runnable submits) {
    commits.together(submits);
  }

  private final class Counting implements GroupObserver {
    @Override
    public void groupRepeated() {
      repeats.incrementAndGet();
    }
  }

  private static final class Rows implements Weigher<Append> {
    @Override
    public int rows(Append operation) {
      return Math.max(1, operation.rows());
    }

    @Override
    public long bytes(Append operation) {
      return operation.bytes();
    }
  }
}
