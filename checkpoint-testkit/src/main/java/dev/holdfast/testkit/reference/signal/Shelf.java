package dev.holdfast.testkit.reference.signal;

import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.signal.DeadReason;
import dev.holdfast.core.signal.Settlement;
import dev.holdfast.core.signal.SignalOutbox.LaneLimits;
import dev.holdfast.core.signal.SignalState;
import dev.holdfast.core.signal.WorkflowKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All signals and lanes of a database in memory. Its lock is that of every call. */
final class Shelf {
  final TreeMap<Long, StoredSignal> signals = new TreeMap<>();
  final Map<WorkflowKey, StoredLane> lanes = new HashMap<>();
  private final LaneLimits due;
  Instant now = Instant.parse("2026-01-01T00:00:00Z");
  int epoch = 1;
  private long lastId;
  private long lastToken;
  private long lastSequence = 1;

  Shelf(LaneLimits due) {
    this.due = due;
  }

  long nextId() {
    return ++lastId;
  }

  long nextToken() {
    return ++lastToken;
  }

  long nextSequence() {
    long first = lastSequence;
    lastSequence += 1000;
    return first;
  }

  StoredLane lane(WorkflowKey workflow) {
    return lanes.computeIfAbsent(workflow, StoredLane::new);
  }

  StoredSignal signal(long id) {
    StoredSignal found = signals.get(id);
    if (found == null) {
      throw new IllegalArgumentException("no signal " + id);
    }
    return found;
  }

  @Nullable StoredSignal find(TenantId tenant, long id) {
    StoredSignal found = signals.get(id);
    return found != null && found.signal.workflow().tenant().equals(tenant) ? found : null;
  }

  Optional<StoredSignal> named(WorkflowKey workflow, String key) {
    return of(workflow).filter(one -> key.equals(one.signal.idempotencyKey())).findFirst();
  }

  private Stream<StoredSignal> of(WorkflowKey workflow) {
    return signals.values().stream().filter(one -> one.signal.workflow().equals(workflow));
  }

  /** What waits in a lane, in the order of acceptance. */
  List<StoredSignal> waiting(WorkflowKey workflow) {
    return of(workflow).filter(StoredSignal::waits).toList();
  }

  long before(StoredSignal signal) {
    return signal.waits()
        ? waiting(signal.signal.workflow()).stream().filter(one -> one.id < signal.id).count()
        : 0;
  }

  @Nullable Long holder(WorkflowKey workflow) {
    return of(workflow).filter(StoredSignal::holds).map(one -> one.id).findFirst().orElse(null);
  }

  /** Whether so much waits that the lane is due at once. */
  boolean full(List<StoredSignal> waiting) {
    long bytes = waiting.stream().mapToLong(one -> one.signal.length()).sum();
    return waiting.size() >= due.signals() || bytes >= due.bytes();
  }

  /** What no fence keeps back; a fence only when nothing before it waits. */
  List<StoredSignal> unfenced(WorkflowKey workflow) {
    List<StoredSignal> waiting = waiting(workflow);
    int fence = 0;
    while (fence < waiting.size() && !waiting.get(fence).signal.fence()) {
      fence++;
    }
    if (fence == waiting.size()) {
      return waiting;
    }
    return fence == 0 ? waiting.subList(0, 1) : waiting.subList(0, fence);
  }

  /** When the lane is to be claimed next; {@link Instant#MAX}: never. */
  Instant due(WorkflowKey workflow) {
    List<StoredSignal> unfenced = unfenced(workflow);
    if (full(unfenced.stream().filter(one -> one.mayGo(now)).toList())) {
      return now;
    }
    return unfenced.stream()
        .map(one -> one.dueAt)
        .min(Comparator.naturalOrder())
        .orElse(Instant.MAX);
  }

  /** What may be formed, in the order of delivery. */
  List<StoredSignal> formable(WorkflowKey workflow, LaneLimits limits) {
    Duration aging = limits.aging();
    List<StoredSignal> ranked =
        unfenced(workflow).stream()
            .filter(one -> one.mayGo(now))
            .sorted(
                Comparator.comparingLong((StoredSignal one) -> one.rank(now, aging))
                    .thenComparingLong(one -> one.id))
            .limit(limits.signals())
            .toList();
    List<StoredSignal> first = new ArrayList<>();
    long bytes = 0;
    for (StoredSignal one : ranked) {
      bytes += one.signal.length();
      if (!first.isEmpty() && bytes > limits.bytes()) {
        break;
      }
      first.add(one);
    }
    return first;
  }

  boolean isFormed(StoredSignal signal) {
    StoredLane lane = lanes.get(signal.signal.workflow());
    return lane != null && lane.formed != null && lane.formed.signalIds().contains(signal.id);
  }

  List<StoredSignal> those(Predicate<StoredSignal> which) {
    return signals.values().stream().filter(which).toList();
  }

  List<StoredSignal> dead(TenantId tenant, List<Long> ids) {
    return those(
        one ->
            one.state == SignalState.DEAD
                && one.signal.workflow().tenant().equals(tenant)
                && ids.contains(one.id));
  }

  void settle(Settlement settlement, int times) {
    for (long id : settlement.delivered()) {
      if (tried(id, times)) {
        signal(id).settle(SignalState.DELIVERED, now);
      }
    }
    for (Map.Entry<Long, DeadReason> dead : settlement.dead().entrySet()) {
      if (tried(dead.getKey(), times)) {
        die(signal(dead.getKey()), dead.getValue());
      }
    }
    settlement.tried().forEach(id -> tried(id, times));
  }

  /** Whether it waits; then it was tried so often. */
  private boolean tried(long id, int times) {
    StoredSignal signal = signal(id);
    if (signal.waits()) {
      signal.attempts += times;
    }
    return signal.waits();
  }

  void die(StoredSignal signal, DeadReason reason) {
    signal.settle(SignalState.DEAD, now);
    signal.reason = reason;
  }
}
