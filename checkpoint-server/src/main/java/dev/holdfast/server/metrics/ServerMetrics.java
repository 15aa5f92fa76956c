package dev.holdfast.server.metrics;

import dev.holdfast.core.groupcommit.GroupObserver;
import dev.holdfast.core.model.Appended;
import dev.holdfast.core.spi.WriteObserver;
import dev.holdfast.core.spi.WriteVolume;
import dev.holdfast.core.usecase.HistoryObserver;
import dev.holdfast.core.usecase.OperationObserver;
import dev.holdfast.core.usecase.Reply;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/** Counts operations by kind and outcome, and what group commit makes of the writes. */
@ApplicationScoped
public class ServerMetrics
    implements GroupObserver, OperationObserver, WriteObserver, HistoryObserver {

  private static final Duration SHORTEST = Duration.ofNanos(100_000);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final MeterRegistry registry;
  private final ConcurrentMap<String, ConcurrentMap<String, Timer>> operations =
      new ConcurrentHashMap<>();
  private final DistributionSummary groupOperations;
  private final DistributionSummary groupRows;
  private final Timer groupWait;
  private final Timer committed;
  private final Timer failed;
  private final Counter repeated;
  private final Counter split;
  private final Counter shed;
  private final Counter conflicts;
  private final Counter conflated;
  private final Savings savings;
  private final Volumes volumes;

  ServerMetrics(MeterRegistry registry) {
    this.registry = registry;
    groupOperations =
        summary("holdfast.group.commit.operations", "Operations that shared one transaction");
    groupRows = summary("holdfast.group.commit.rows", "Rows that shared one transaction, at most");
    groupWait = timer("holdfast.group.commit.wait", "Time the first operation of a group waited");
    committed = transactions("committed");
    failed = transactions("failed");
    repeated =
        counter(
            "holdfast.group.commit.repeated",
            "Groups repeated after a deadlock or serialization failure");
    split = counter("holdfast.group.commit.split", "Groups written in halves because of a bad row");
    shed = counter("holdfast.group.commit.shed", "Operations refused because the backlog was full");
    conflicts =
        counter(
            "holdfast.checkpoint.conflicts",
            "Checkpoints put beside another head of their namespace");
    conflated =
        counter("holdfast.history.conflated", "Checkpoints removed by the policy of their thread");
    savings = Savings.in(registry);
    volumes = new Volumes(registry);
  }

  private DistributionSummary summary(String name, String description) {
    return DistributionSummary.builder(name)
        .description(description)
        .publishPercentileHistogram()
        .register(registry);
  }

  private Timer timer(String name, String description) {
    return Timer.builder(name)
        .description(description)
        .publishPercentileHistogram()
        .minimumExpectedValue(SHORTEST)
        .maximumExpectedValue(LONGEST)
        .register(registry);
  }

  private Timer transactions(String outcome) {
    return Timer.builder("holdfast.group.commit.transactions")
        .description("Write transactions of group commit")
        .tag("outcome", outcome)
        .register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  @Override
  public void groupStarted(int operationCount, int rows, long oldestWaitNanos) {
    groupOperations.record(operationCount);
    groupRows.record(rows);
    groupWait.record(oldestWaitNanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void groupEnded(int operationCount, long nanos) {
    (operationCount > 0 ? committed : failed).record(nanos, TimeUnit.NANOSECONDS);
    savings.groupEnded(operationCount, nanos);
  }

  @Override
  public void groupRepeated() {
    repeated.increment();
    savings.groupRepeated();
  }

  @Override
  public void groupSplit() {
    split.increment();
    savings.groupSplit();
  }

  @Override
  public void written(WriteVolume volume) {
    volumes.written(volume);
  }

  @Override
  public void conflated(long checkpoints) {
    conflated.increment((double) checkpoints);
  }

  @Override
  public void shed() {
    shed.increment();
  }

  @Override
  public void operationEnded(String kind, Reply reply, long nanos) {
    operations
        .computeIfAbsent(kind, key -> new ConcurrentHashMap<>())
        .computeIfAbsent(outcome(reply), outcome -> operation(kind, outcome))
        .record(nanos, TimeUnit.NANOSECONDS);
    if (reply instanceof Reply.Written written
        && written.appended() instanceof Appended.CheckpointStored stored
        && stored.conflict()) {
      conflicts.increment();
    }
  }

  private Timer operation(String kind, String outcome) {
    return Timer.builder("holdfast.operations")
        .description(
            "Operations by kind and outcome, from the arrival of their batch to their answer")
        .tag("op", kind)
        .tag("outcome", outcome)
        .publishPercentileHistogram()
        .minimumExpectedValue(SHORTEST)
        .maximumExpectedValue(LONGEST)
        .register(registry);
  }

  private static String outcome(Reply reply) {
    return reply instanceof Reply.Failed failure ? failure.failure().code().text() : "ok";
  }
}
