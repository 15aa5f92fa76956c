package dev.holdfast.server.metrics;

import dev.holdfast.core.store.StoreObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Typed;
import java.util.concurrent.TimeUnit;

/** Counts what group commit makes of the batches of a store, and the items that expire. */
@ApplicationScoped
@Typed(StoreObserver.class)
public class StoreMetrics implements StoreObserver {

  private final MeterRegistry registry;
  private final DistributionSummary batches;
  private final DistributionSummary rows;
  private final Timer committed;
  private final Timer failed;
  private final Counter repeated;
  private final Counter split;
  private final Counter shed;
  private final Counter expired;

  StoreMetrics(MeterRegistry registry) {
    this.registry = registry;
    batches = summary("batches", "Batches of a store that shared one transaction");
    rows = summary("rows", "Puts, deletes and refreshed items that shared one transaction");
    committed = transactions("committed");
    failed = transactions("failed");
    repeated = counter("commit.repeated", "Groups repeated after a deadlock");
    split = counter("commit.split", "Groups written in halves because of a bad row");
    shed = counter("commit.shed", "Batches refused because the backlog was full");
    expired = counter("expired", "Items deleted because their time was over");
  }

  private DistributionSummary summary(String name, String description) {
    return DistributionSummary.builder("holdfast.store.commit." + name)
        .description(description)
        .publishPercentileHistogram()
        .register(registry);
  }

  private Timer transactions(String outcome) {
    return Timer.builder("holdfast.store.commit.transactions")
        .description("Write transactions of the store")
        .tag("outcome", outcome)
        .register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder("holdfast.store." + name).description(description).register(registry);
  }

  @Override
  public void groupStarted(int batchCount, int rowCount, long oldestWaitNanos) {
    batches.record(batchCount);
    rows.record(rowCount);
  }

  @Override
  public void groupEnded(int batchCount, long nanos) {
    (batchCount > 0 ? committed : failed).record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void groupRepeated() {
    repeated.increment();
  }

  @Override
  public void groupSplit() {
    split.increment();
  }

  @Override
  public void shed() {
    shed.increment();
  }

  @Override
  public void expired(long items) {
    expired.increment((double) items);
  }
}
