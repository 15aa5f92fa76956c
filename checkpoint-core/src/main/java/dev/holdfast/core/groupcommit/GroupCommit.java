package dev.holdfast.core.groupcommit;

import dev.holdfast.core.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Lets several callers share one commit; each is acknowledged after it.
 *
 * <p>An operation goes to the lane of its key. A lane takes everything that waits, up to row and
 * byte caps, and writes it in one transaction; while that is under way the next callers gather. An
 * idle lane writes at once, so there is no timer. The effects of one key are in the order of the
 * calls. Nothing here blocks, and callers are completed outside locks.
 *
 * @param <O> operation
 * @param <R> what it did
 */
public final class GroupCommit<O, R> {

  private final GroupLimits limits;
  private final Weigher<O> weigher;
  private final Ticker ticker;
  private final GroupObserver observer;
  private final Backlog backlog;
  private final List<Lane<O, R>> lanes = new ArrayList<>();
  private volatile boolean closing;

  /** A group commit in front of {@code writer}. */
  public GroupCommit(
      GroupLimits limits,
      GroupWriter<O, R> writer,
      Weigher<O> weigher,
      Ticker ticker,
      GroupObserver observer) {
    this.limits = limits;
    this.weigher = weigher;
    this.ticker = ticker;
    this.observer = observer;
    this.backlog = new Backlog(limits.highRows(), limits.highBytes());
    for (int i = 0; i < limits.lanes(); i++) {
      lanes.add(
          new Lane<>(limits, new GroupRun<>(limits, writer, observer), ticker, observer, backlog));
    }
  }

  /**
   * Writes {@code operation} with whatever else waits; completes after the commit.
   *
   * @param laneKey equal for operations whose order matters
   * @param deadlineNanos moment of the ticker after which the caller no longer waits
   * @return what it did, or a {@link Failure}: {@code OVERLOADED}, {@code UNAVAILABLE} or {@code
   *     DEADLINE_EXCEEDED} (nothing happened), {@code OUTCOME_UNKNOWN}, or what the writer refused
   *     it with
   */
  public CompletionStage<R> submit(int laneKey, O operation, long deadlineNanos) {
    if (closing) {
      return refused("the server is stopping");
    }
    var entry =
        new Entry<O, R>(
            operation,
            weigher.rows(operation),
            weigher.bytes(operation),
            ticker.nanos(),
            deadlineNanos);
    if (!backlog.admit(entry.rows, entry.bytes)) {
      observer.shed();
      return CompletableFuture.failedFuture(Failure.RetryLater.overloaded(limits.retryAfter()));
    }
    lanes.get(Math.floorMod(laneKey, lanes.size())).submit(entry);
    return entry.caller;
  }

  /**
   * Runs {@code submits}; what it submits leaves together. Otherwise the first operation of a batch
   * would have a commit of its own, and the others would wait for it.
   */
  public void together(Runnable submits) {
    lanes.forEach(Lane::hold);
    try {
      submits.run();
    } finally {
      lanes.forEach(Lane::release);
      lanes.forEach(Lane::startNext);
    }
  }

  private CompletionStage<R> refused(String reason) {
    return CompletableFuture.failedFuture(
        Failure.RetryLater.unavailable(limits.retryAfter(), reason));
  }

  /** Tells the callers whose deadline has passed; to be called every few milliseconds. */
  public void expire() {
    long now = ticker.nanos();
    for (Lane<O, R> lane : lanes) {
      lane.expire(now);
    }
  }

  /** Refuses new operations; completes when everything taken before is settled. */
  public CompletionStage<Void> drain() {
    closing = true;
    return CompletableFuture.allOf(
        lanes.stream().map(Lane::idle).toArray(CompletableFuture<?>[]::new));
  }

  /** Rows that wait or are on their way. */
  public long backlogRows() {
    return backlog.rows();
  }

  /** Bytes that wait or are on their way. */
  public long backlogBytes() {
    return backlog.bytes();
  }
}
