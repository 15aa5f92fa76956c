package dev.holdfast.core.groupcommit;

import dev.holdfast.core.failure.Failure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A queue with at most one group on its way. */
final class Lane<O, R> {

  private final GroupLimits limits;
  private final GroupRun<O, R> run;
  private final Ticker ticker;
  private final GroupObserver observer;
  private final Backlog backlog;

  private final Object lock = new Object();
  private ArrayDeque<Entry<O, R>> waiting = new ArrayDeque<>();
  private List<Entry<O, R>> inFlight = List.of();
  private final List<CompletableFuture<Void>> idleWaiters = new ArrayList<>();

  /** How many callers are still submitting what is to leave together. */
  private int holds;

  /** Batches of callers that have left the queue or the flight but are still to be answered. */
  private int unanswered;

  Lane(
      GroupLimits limits,
      GroupRun<O, R> run,
      Ticker ticker,
      GroupObserver observer,
      Backlog backlog) {
    this.limits = limits;
    this.run = run;
    this.ticker = ticker;
    this.observer = observer;
    this.backlog = backlog;
  }

  void submit(Entry<O, R> entry) {
    synchronized (lock) {
      waiting.add(entry);
    }
    startNext();
  }

  /** Starts no group until {@link #release} and then {@link #startNext}. */
  void hold() {
    synchronized (lock) {
      holds++;
    }
  }

  void release() {
    synchronized (lock) {
      holds--;
    }
  }

  /** Sends the next group if none is on its way. */
  void startNext() {
    List<Entry<O, R>> dead = new ArrayList<>();
    List<Entry<O, R>> group;
    synchronized (lock) {
      if (!inFlight.isEmpty() || holds > 0) {
        return;
      }
      group = take(dead);
      inFlight = group;
      unanswered++;
    }
    giveUp(dead);
    answered();
    if (!group.isEmpty()) {
      send(group);
    }
  }

  /** To be called after callers that were counted as unanswered are told. */
  private void answered() {
    synchronized (lock) {
      unanswered--;
    }
    tellIdle();
  }

  private List<Entry<O, R>> take(List<Entry<O, R>> dead) {
    long now = ticker.nanos();
    List<Entry<O, R>> group = new ArrayList<>();
    int rows = 0;
    long bytes = 0;
    for (Entry<O, R> next = waiting.peek(); next != null; next = waiting.peek()) {
      if (next.expired(now)) {
        dead.add(waiting.remove());
        continue;
      }
      boolean fits =
          rows + next.rows <= limits.maxRows() && bytes + next.bytes <= limits.maxBytes();
      if (!group.isEmpty() && !fits) {
        break;
      }
      rows += next.rows;
      bytes += next.bytes;
      group.add(waiting.remove());
    }
    return group;
  }

  private void send(List<Entry<O, R>> group) {
    long started = ticker.nanos();
    int rows = group.stream().mapToInt(entry -> entry.rows).sum();
    observer.groupStarted(group.size(), rows, started - group.get(0).enqueuedNanos);
    run.write(group.stream().map(entry -> entry.operation).toList())
        .thenAccept(outcomes -> ended(group, outcomes, started));
  }

  private void ended(List<Entry<O, R>> group, List<Outcome<R>> outcomes, long started) {
    long committed = outcomes.stream().filter(outcome -> outcome instanceof Outcome.Done).count();
    observer.groupEnded((int) committed, ticker.nanos() - started);
    synchronized (lock) {
      inFlight = List.of();
      unanswered++;
    }
    group.forEach(entry -> backlog.release(entry.rows, entry.bytes));
    startNext();
    for (int i = 0; i < group.size(); i++) {
      group.get(i).complete(outcomes.get(i));
    }
    answered();
  }

  /** Nothing happened for those that still wait; those on their way may yet be committed. */
  void expire(long now) {
    List<Entry<O, R>> dead = new ArrayList<>();
    List<Entry<O, R>> late;
    synchronized (lock) {
      ArrayDeque<Entry<O, R>> alive = new ArrayDeque<>(waiting.size());
      waiting.forEach(entry -> (entry.expired(now) ? dead : alive).add(entry));
      waiting = alive;
      late = inFlight.stream().filter(entry -> entry.expired(now)).toList();
      unanswered++;
    }
    giveUp(dead);
    late.forEach(entry -> entry.fail(Failure.outcomeUnknown()));
    answered();
  }

  private void giveUp(List<Entry<O, R>> dead) {
    for (Entry<O, R> entry : dead) {
      backlog.release(entry.rows, entry.bytes);
      entry.fail(Failure.deadlineExceeded());
    }
  }

  CompletableFuture<Void> idle() {
    var waiter = new CompletableFuture<Void>();
    synchronized (lock) {
      idleWaiters.add(waiter);
    }
    tellIdle();
    return waiter;
  }

  private void tellIdle() {
    List<CompletableFuture<Void>> told;
    synchronized (lock) {
      boolean busy = !waiting.isEmpty() || !inFlight.isEmpty() || unanswered > 0;
      if (busy || idleWaiters.isEmpty()) {
        return;
      }
      told = List.copyOf(idleWaiters);
      idleWaiters.clear();
    }
    told.forEach(waiter -> waiter.complete(null));
  }
}
