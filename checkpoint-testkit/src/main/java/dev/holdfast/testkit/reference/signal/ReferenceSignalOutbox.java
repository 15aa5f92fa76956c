package dev.holdfast.testkit.reference.signal;

import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.signal.AcceptedSignal;
import dev.holdfast.core.signal.ClaimedLane;
import dev.holdfast.core.signal.DeadReason;
import dev.holdfast.core.signal.FormedBatch;
import dev.holdfast.core.signal.QueuedSignal;
import dev.holdfast.core.signal.Settlement;
import dev.holdfast.core.signal.SignalDesk;
import dev.holdfast.core.signal.SignalOutbox;
import dev.holdfast.core.signal.SignalPlace;
import dev.holdfast.core.signal.WorkflowKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the outbox (ADR 7) in their plainest form, in memory: what other outboxes are
 * compared with.
 *
 * <p>Every call is one step under one lock and is answered before it returns. Time stands still but
 * for {@link #pass}.
 */
public final class ReferenceSignalOutbox implements SignalOutbox, InstantSource {
  private final Shelf shelf;
  private final ReferenceAcceptance acceptance;

  /**
   * An empty outbox.
   *
   * @param due how much makes a lane due at once
   */
  public ReferenceSignalOutbox(LaneLimits due) {
    this.shelf = new Shelf(due);
    this.acceptance = new ReferenceAcceptance(shelf);
  }

  /** Lets time pass. */
  public void pass(Duration time) {
    synchronized (shelf) {
      shelf.now = shelf.now.plus(time);
    }
  }

  @Override
  public Instant instant() {
    synchronized (shelf) {
      return shelf.now;
    }
  }

  /** What people ask of this outbox. */
  public SignalDesk desk() {
    return new ReferenceSignalDesk(shelf);
  }

  /** How signals get into this outbox. */
  public ReferenceAcceptance acceptance() {
    return acceptance;
  }

  @Override
  public CompletionStage<List<Outcome<SignalPlace>>> write(List<AcceptedSignal> group) {
    return done(acceptance.write(group));
  }

  @Override
  public CompletionStage<List<ClaimedLane>> claim(
      String owner, int lanes, Duration lease, LaneLimits limits) {
    synchronized (shelf) {
      return done(
          shelf.lanes.values().stream()
              .filter(lane -> lane.dueNow(shelf.now))
              .sorted(Comparator.comparing(lane -> lane.dueAt))
              .limit(lanes)
              .toList()
              .stream()
              .map(lane -> claim(lane, lease, limits))
              .toList());
    }
  }

  private ClaimedLane claim(StoredLane lane, Duration lease, LaneLimits limits) {
    Duration late = Duration.between(lane.dueAt, shelf.now);
    lane.fencing = shelf.nextToken();
    lane.leaseUntil = shelf.now.plus(lease);
    lane.dueAt = lane.leaseUntil;
    List<StoredSignal> expired =
        lane.formed == null
            ? shelf.waiting(lane.workflow).stream().filter(one -> one.expired(shelf.now)).toList()
            : List.of();
    expired.forEach(one -> shelf.die(one, DeadReason.EXPIRED));
    lane.heldBy = shelf.holder(lane.workflow);
    return new ClaimedLane(
        lane.workflow,
        lane.fencing,
        shelf.nextSequence(),
        "epoch" + shelf.epoch + "/" + lane.workflow.tenant(),
        lane.failures,
        expired.size(),
        late,
        lane.formed,
        handedOut(lane, limits));
  }

  private List<QueuedSignal> handedOut(StoredLane lane, LaneLimits limits) {
    FormedBatch formed = lane.formed;
    if (formed != null) {
      return formed.signalIds().stream()
          .map(id -> shelf.signal(id).queued(lane.batchAttempts))
          .toList();
    }
    return lane.heldBy != null
        ? List.of()
        : shelf.formable(lane.workflow, limits).stream().map(one -> one.queued(0)).toList();
  }

  @Override
  public CompletionStage<List<Boolean>> form(List<Formed> batches) {
    synchronized (shelf) {
      return done(batches.stream().map(this::form).toList());
    }
  }

  private boolean form(Formed formed) {
    StoredLane lane = claimed(formed.workflow(), formed.fencing());
    boolean allWait = formed.batch().signalIds().stream().allMatch(id -> shelf.signal(id).waits());
    if (lane == null || !lane.leased(shelf.now) || !allWait) {
      return false;
    }
    lane.formed = formed.batch();
    lane.formedAt = shelf.now;
    return true;
  }

  private @Nullable StoredLane claimed(WorkflowKey workflow, long fencing) {
    StoredLane lane = shelf.lanes.get(workflow);
    return lane != null && lane.fencing == fencing ? lane : null;
  }

  @Override
  public CompletionStage<List<Optional<Duration>>> settle(List<Settlement> lanes) {
    synchronized (shelf) {
      return done(lanes.stream().map(this::settle).toList());
    }
  }

  private Optional<Duration> settle(Settlement settlement) {
    StoredLane lane = claimed(settlement.workflow(), settlement.fencing());
    if (lane == null) {
      return Optional.empty();
    }
    int tried = lane.formed == null ? 1 : lane.batchAttempts + 1;
    shelf.settle(settlement, tried);
    lane.unform();
    lane.heldBy = shelf.holder(lane.workflow);
    FormedBatch resend = settlement.resend();
    if (resend != null) {
      lane.formed = resend;
      lane.formedAt = shelf.now;
      lane.batchAttempts = tried;
    }
    return givenBack(lane, settlement.pause());
  }

  private Optional<Duration> givenBack(StoredLane lane, Duration pause) {
    lane.leaseUntil = null;
    lane.failures = pause.isZero() ? 0 : lane.failures + 1;
    lane.dueAt = Instant.MAX;
    lane.dueBy(lane.formed != null ? shelf.now : shelf.due(lane.workflow));
    if (lane.dueAt.isBefore(shelf.now.plus(pause))) {
      lane.dueAt = shelf.now.plus(pause);
    }
    if (lane.heldBy == null && shelf.waiting(lane.workflow).isEmpty()) {
      shelf.lanes.remove(lane.workflow);
    }
    return lane.heldBy != null || lane.dueAt.equals(Instant.MAX)
        ? Optional.empty()
        : Optional.of(Duration.between(shelf.now, lane.dueAt));
  }

  @Override
  public CompletionStage<Optional<Known>> known(WorkflowKey workflow, String idempotencyKey) {
    synchronized (shelf) {
      return done(
          shelf
              .named(workflow, idempotencyKey)
              .map(one -> new Known(one.id, one.state, one.digest)));
    }
  }

  @Override
  public CompletionStage<Void> renewEpoch() {
    synchronized (shelf) {
      shelf.epoch++;
    }
    return CompletableFuture.completedFuture(null);
  }

  private static <T> CompletionStage<T> done(T answer) {
    return CompletableFuture.completedFuture(answer);
  }
}
