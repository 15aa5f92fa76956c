package dev.holdfast.server.wiring;

import dev.holdfast.core.groupcommit.GroupCommit;
import dev.holdfast.core.groupcommit.GroupLimits;
import dev.holdfast.core.groupcommit.GroupObserver;
import dev.holdfast.core.groupcommit.Weigher;
import dev.holdfast.core.spi.Commit;
import dev.holdfast.core.spi.Committed;
import dev.holdfast.core.spi.WriteObserver;
import dev.holdfast.postgres.record.RecordCache;
import dev.holdfast.postgres.signal.Acceptance;
import dev.holdfast.postgres.write.PgCheckpointWriter;
import dev.holdfast.server.config.HoldfastConfig;
import io.vertx.sqlclient.Pool;

/** Group commit as the configuration has it. */
final class Commits {

  private static final int CONFLICT_ATTEMPTS = 5;

  /**
   * What is known of threads takes this part of the memory for records, and is counted beside it.
   */
  private static final long VIEW_PART = 4;

  private static final Weigher<Commit> WEIGHER =
      new Weigher<>() {
        @Override
        public int rows(Commit commit) {
          return Math.max(1, commit.rows());
        }

        @Override
        public long bytes(Commit commit) {
          return commit.bytes();
        }
      };

  private Commits() {}

  /**
   * Of checkpoints, pending writes, and the signals that come with them.
   *
   * @param groups hears of groups, {@code heard} of what they wrote
   * @param acceptance of signals
   */
  static GroupCommit<Commit, Committed> open(
      HoldfastConfig config,
      Pool pool,
      RecordCache records,
      GroupObserver groups,
      WriteObserver heard,
      Acceptance acceptance) {
    long viewBytes = config.cacheBytes() / VIEW_PART;
    var writer = new PgCheckpointWriter(pool, records, viewBytes, heard, acceptance);
    var limits = limits(config.groupCommit(), config.groupCommit().lanes());
    return new GroupCommit<>(limits, writer::commit, WEIGHER, System::nanoTime, groups);
  }

  /** Limits of one group commit, with so many lanes. */
  static GroupLimits limits(HoldfastConfig.GroupCommit config, int lanes) {
    return new GroupLimits(
        lanes,
        config.maxRows(),
        config.maxBytes(),
        config.maxBacklogRows(),
        config.maxBacklogBytes(),
        config.retryAfter(),
        CONFLICT_ATTEMPTS);
  }
}
