package dev.holdfast.server.wiring;

import dev.holdfast.core.groupcommit.GroupCommit;
import dev.holdfast.core.groupcommit.GroupObserver;
import dev.holdfast.core.progress.CommitRules;
import dev.holdfast.core.progress.ThreadHeads;
import dev.holdfast.core.spi.Commit;
import dev.holdfast.core.spi.Committed;
import dev.holdfast.core.spi.WriteObserver;
import dev.holdfast.core.store.RunStore;
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
import dev.holdfast.postgres.thread.PgThreadStore;
import dev.holdfast.postgres.thread.Sweep;
import dev.holdfast.server.config.HoldfastConfig;
import io.vertx.sqlclient.Pool;
import java.time.Duration;

/** Threads and checkpoints of a running server, and the batches that hold everything. */
record CheckpointParts(
    GroupCommit<Commit, Committed> commits,
    RunBatch batches,
    RunOperation operations,
    Threads threads,
    Checkpoints checkpoints,
    ThreadHeads heads,
    ReadProgress progress,
    Sweep sweep,
    Conflation conflation) {

  /** How long people wait, who name no time. */
  private static final Duration WAIT = Duration.ofSeconds(10);

  /** Threads that are conflated at a time take this part of the connections, at least one. */
  private static final int CONFLATION_PART = 4;

  /** Who hears of groups, operations, what is written, and what is removed. */
  record Observers(
      GroupObserver groups,
      OperationObserver operations,
      WriteObserver writes,
      HistoryObserver history) {}

  /**
   * Parts over the database of {@code pool}.
   *
   * @param items runs the operations of a batch that are the store's
   * @param signals takes the signals that come with writes
   * @param rules say which signals come with writes that do not name them
   */
  static CheckpointParts open(
      Pool pool,
      HoldfastConfig config,
      RecordCache cache,
      Observers observers,
      RunStore items,
      Signals signals,
      CommitRules rules) {
    var reader = new PgCheckpointReader(pool, cache);
    var threads = new PgThreadStore(pool);
    var conflation =
        new Conflation(
            threads,
            System::nanoTime,
            observers.history(),
            Math.max(1, config.pool().size() / CONFLATION_PART));
    var heard = new Heard(observers.writes(), conflation, signals);
    var commits =
        Commits.open(config, pool, cache, observers.groups(), heard, signals.acceptance());
    var batches =
        new RunBatch(
            commits, reader, threads, items, System::nanoTime, observers.operations(), rules);
    var single = new RunOperation(batches, WAIT);
    var people = new Threads(threads, WAIT);
    var heads = new PgThreadHeads(pool, cache);
    return new CheckpointParts(
        commits,
        batches,
        single,
        people,
        new Checkpoints(single, people),
        heads,
        new ReadProgress(heads, people),
        new Sweep(pool),
        conflation);
  }
}
