package dev.holdfast.core.usecase;

import dev.holdfast.core.groupcommit.Ticker;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.core.spi.ThreadStore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Removes in the background what threads with the policy {@code latest} do not keep.
 *
 * <p>A thread's turn comes when {@value #EVERY} checkpoints were appended to it, and when nothing
 * was appended for some seconds. There is one run of a thread at a time, and a few in all, so that
 * writers find connections. What fails is tried again when the thread is idle. Thread-safe.
 */
public final class Conflation {

  /** Appended checkpoints after which a thread is conflated. */
  public static final int EVERY = 16;

  /** Time without appends after which a thread is conflated. */
  public static final Duration IDLE = Duration.ofSeconds(3);

  /** More are not remembered: their turn comes with a later append. */
  private static final int MOST_THREADS = 50_000;

  private final ThreadStore threads;
  private final Ticker ticker;
  private final HistoryObserver observer;
  private final int mostRuns;

  /** Those appended to last at the end. */
  private final Map<ThreadKey, Growth> growths = new LinkedHashMap<>();

  private final Deque<ThreadKey> due = new ArrayDeque<>();
  private int running;

  /** What happened to a thread since its last run began. */
  private static final class Growth {
    int checkpoints;
    long lastNanos;

    /** Waits for its run, or runs. */
    boolean due;
  }

  /** At most {@code mostRuns} threads at a time are conflated in {@code threads}. */
  public Conflation(ThreadStore threads, Ticker ticker, HistoryObserver observer, int mostRuns) {
    this.threads = threads;
    this.ticker = ticker;
    this.observer = observer;
    this.mostRuns = mostRuns;
  }

  /** Checkpoints are committed to a thread with the policy {@code latest}. */
  public void grown(ThreadKey thread, int checkpoints) {
    synchronized (this) {
      Growth growth = growths.remove(thread);
      if (growth == null && growths.size() >= MOST_THREADS) {
        return;
      }
      growth = growth == null ? new Growth() : growth;
      growth.checkpoints += checkpoints;
      growth.lastNanos = ticker.nanos();
      growths.put(thread, growth);
      if (growth.checkpoints >= EVERY) {
        enqueue(thread, growth);
      }
    }
    start();
  }

  /** Begins with the threads that are idle; to be called about every second. */
  public void tick() {
    long idleSince = ticker.nanos() - IDLE.toNanos();
    synchronized (this) {
      for (Map.Entry<ThreadKey, Growth> one : growths.entrySet()) {
        if (one.getValue().lastNanos - idleSince > 0) {
          break;
        }
        enqueue(one.getKey(), one.getValue());
      }
    }
    start();
  }

  private void enqueue(ThreadKey thread, Growth growth) {
    if (!growth.due) {
      growth.due = true;
      due.add(thread);
    }
  }

  private void start() {
    for (ThreadKey thread : next()) {
      begin(thread);
      CompletionStage<Long> run =
          CompletableFuture.completedFuture(thread).thenCompose(threads::conflate);
      run.whenComplete((removed, error) -> end(thread, removed));
    }
  }

  private synchronized List<ThreadKey> next() {
    List<ThreadKey> next = new ArrayList<>();
    while (running < mostRuns && !due.isEmpty()) {
      running++;
      next.add(due.remove());
    }
    return next;
  }

  private synchronized void begin(ThreadKey thread) {
    Growth growth = growths.get(thread);
    if (growth != null) {
      growth.checkpoints = 0;
    }
  }

  /** {@code removed}: null if it failed; then it is remembered until it is idle. */
  private void end(ThreadKey thread, @Nullable Long removed) {
    synchronized (this) {
      running--;
      Growth growth = growths.get(thread);
      if (growth != null) {
        growth.due = false;
        if (removed == null) {
          growth.lastNanos = ticker.nanos();
          growths.remove(thread);
          growths.put(thread, growth);
        } else if (growth.checkpoints == 0) {
          growths.remove(thread);
        } else if (growth.checkpoints >= EVERY) {
          enqueue(thread, growth);
        }
      }
    }
    if (removed != null && removed > 0) {
      observer.conflated(removed);
    }
    start();
  }
}
