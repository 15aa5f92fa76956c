package dev.holdfast.server.metrics;

import dev.holdfast.core.groupcommit.GroupObserver;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Write transactions that group commit made unnecessary: against a saver that commits each call by
 * itself. Transactions that failed, or were repeated or split, count against it.
 */
final class Savings implements GroupObserver {

  private long calls;
  private long transactions;
  private long most;

  /** Shows them in {@code registry}. */
  static Savings in(MeterRegistry registry) {
    var savings = new Savings();
    FunctionCounter.builder("checkpoint.writes.saved", savings, Savings::commits)
        .tag("by", "commit")
        .description("Write transactions fewer than calls of put and put_writes")
        .register(registry);
    return savings;
  }

  @Override
  public synchronized void groupEnded(int committed, long nanos) {
    calls += committed;
    transactions++;
  }

  @Override
  public synchronized void groupRepeated() {
    transactions++;
  }

  @Override
  public synchronized void groupSplit() {
    transactions += 2;
  }

  /** A counter never falls, even if a group that failed took more transactions than it saved. */
  private synchronized double commits() {
    most = Math.max(most, calls - transactions);
    return most;
  }
}
