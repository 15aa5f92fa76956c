package dev.holdfast.testkit.reference.signal;

import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.signal.Signal;
import dev.holdfast.core.signal.SignalDesk;
import dev.holdfast.core.signal.SignalState;
import dev.holdfast.core.signal.SignalStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What people ask of a {@link ReferenceSignalOutbox}. */
public final class ReferenceSignalDesk implements SignalDesk {
  private final Shelf shelf;

  ReferenceSignalDesk(Shelf shelf) {
    this.shelf = shelf;
  }

  @Override
  public CompletionStage<Optional<SignalStatus>> find(TenantId tenant, long id) {
    synchronized (shelf) {
      return done(Optional.ofNullable(shelf.find(tenant, id)).map(this::status));
    }
  }

  private SignalStatus status(StoredSignal signal) {
    StoredLane lane = shelf.lanes.get(signal.signal.workflow());
    return lane != null && shelf.isFormed(signal)
        ? signal.status(lane.formedAt, lane.batchAttempts)
        : signal.status(null, 0);
  }

  @Override
  public CompletionStage<List<SignalStatus>> list(Filter filter) {
    synchronized (shelf) {
      return done(
          shelf.signals.descendingMap().values().stream()
              .map(this::status)
              .filter(one -> passes(one, filter))
              .limit(filter.most())
              .toList());
    }
  }

  private static boolean passes(SignalStatus one, Filter filter) {
    Long before = filter.before();
    return one.workflow().tenant().equals(filter.tenant())
        && passes(filter.namespace(), one.workflow().namespace())
        && passes(filter.workflowId(), one.workflow().workflowId())
        && passes(filter.state(), one.state())
        && passes(filter.reason(), one.reason())
        && (before == null || one.id() < before);
  }

  private static <T> boolean passes(@Nullable T wanted, @Nullable T found) {
    return wanted == null || wanted.equals(found);
  }

  @Override
  public CompletionStage<Optional<SignalState>> cancel(TenantId tenant, long id) {
    synchronized (shelf) {
      StoredSignal signal = shelf.find(tenant, id);
      if (signal == null) {
        return done(Optional.empty());
      }
      if (signal.waits() && shelf.isFormed(signal)) {
        return done(Optional.of(SignalState.FORMED));
      }
      if (signal.waits()) {
        signal.settle(SignalState.CANCELLED, shelf.now);
        StoredLane lane = shelf.lane(signal.signal.workflow());
        if (!lane.leased(shelf.now) && lane.failures == 0) {
          lane.dueBy(shelf.due(lane.workflow));
        }
      }
      return done(Optional.of(signal.state));
    }
  }

  @Override
  public CompletionStage<List<Long>> redrive(TenantId tenant, List<Long> ids) {
    synchronized (shelf) {
      List<Long> again = new ArrayList<>();
      shelf.dead(tenant, ids).stream()
          .sorted(
              Comparator.comparing((StoredSignal one) -> one.signal.workflow().namespace())
                  .thenComparing(one -> one.signal.workflow().workflowId())
                  .thenComparing(one -> one.id))
          .forEach(dead -> again.add(redrive(dead)));
      return done(again);
    }
  }

  private long redrive(StoredSignal dead) {
    StoredSignal again = dead.signal.holds() ? first(dead) : last(dead);
    StoredLane lane = shelf.lane(dead.signal.workflow());
    lane.heldBy = shelf.holder(lane.workflow);
    if (!lane.leased(shelf.now) && lane.failures == 0) {
      lane.dueBy(shelf.now);
    }
    return again.id;
  }

  private static StoredSignal first(StoredSignal dead) {
    dead.state = SignalState.QUEUED;
    dead.settledAt = null;
    dead.reason = null;
    dead.expireAt = null;
    dead.goesFirst = true;
    return dead;
  }

  private StoredSignal last(StoredSignal dead) {
    Signal old = dead.signal;
    var signal =
        new Signal(
            old.workflow(),
            old.runId(),
            old.name(),
            old.arguments(),
            old.headers(),
            old.priority(),
            null,
            null,
            null,
            old.start(),
            old.fence(),
            old.holds(),
            old.grace());
    var again = new StoredSignal(shelf.nextId(), signal, null, shelf.now, Duration.ZERO);
    shelf.signals.put(again.id, again);
    dead.settle(SignalState.DISCARDED, shelf.now);
    dead.note = "redriven as " + again.id;
    return again;
  }

  @Override
  public CompletionStage<Integer> discard(TenantId tenant, List<Long> ids, String note) {
    synchronized (shelf) {
      List<StoredSignal> dead = shelf.dead(tenant, ids);
      for (StoredSignal signal : dead) {
        signal.settle(SignalState.DISCARDED, shelf.now);
        signal.note = note;
        StoredLane lane = shelf.lanes.get(signal.signal.workflow());
        if (lane != null && lane.heldBy != null && lane.heldBy == signal.id) {
          lane.heldBy = shelf.holder(lane.workflow);
          lane.dueAt = shelf.now;
        }
      }
      return done(dead.size());
    }
  }

  private static <T> CompletionStage<T> done(T answer) {
    return CompletableFuture.completedFuture(answer);
  }
}
