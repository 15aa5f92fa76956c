package dev.holdfast.temporal.worker;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Signals that start one behind the other: a batch, a plain signal, or what was held. */
final class Arrival {

  /** What a coroutine runs that goes on with these, if it is known: see {@link Callback}. */
  final @Nullable Runnable code;

  /** Whether there is an entry among them, to be compared with the watermarks. */
  final boolean hasEntries;

  private final Deque<PendingSignal> unstarted;
  private final @Nullable Arrival batch;
  private int unfinished;
  private boolean helped;
  private @Nullable RuntimeException failure;

  Arrival(Collection<? extends PendingSignal> signals, @Nullable Runnable code) {
    this(signals, code, null);
  }

  private Arrival(
      Collection<? extends PendingSignal> signals,
      @Nullable Runnable code,
      @Nullable Arrival batch) {
    this.hasEntries = signals.stream().anyMatch(PendingSignal::isEntry);
    this.unstarted = new ArrayDeque<>(signals);
    this.unfinished = signals.size();
    this.code = code;
    this.batch = batch;
  }

  /** Held signals, which go on in the name of the batch that brought one of them. */
  static Arrival released(Collection<PendingSignal.Released> signals, Arrival batch) {
    return new Arrival(signals, batch.code, batch);
  }

  boolean isStarted() {
    return unstarted.isEmpty();
  }

  /** Whether its handlers, and those of the batch it goes on for, have returned. */
  boolean isFinished() {
    return unfinished == 0 && (batch == null || batch.isFinished());
  }

  /** Entries whose handlers run in coroutines alone; their callback thread is kept to fail. */
  boolean isGuarded() {
    return hasEntries && code == null && batch == null;
  }

  /** What a handler threw in a coroutine, for the callback thread to throw. */
  void fail(RuntimeException thrown) {
    failure = thrown;
  }

  boolean isEnded() {
    return failure != null || isFinished();
  }

  void throwFailure() {
    if (failure != null) {
      throw failure;
    }
  }

  PendingSignal next() {
    return unstarted.removeFirst();
  }

  void finishedOne() {
    unfinished--;
  }

  /** True for the first caller since a helper last began: that one makes the next. */
  boolean needsHelper() {
    boolean needed = !helped;
    helped = true;
    return needed;
  }

  void helperBegan() {
    helped = false;
  }

  long waitingEntries() {
    return unstarted.stream().filter(PendingSignal::isEntry).count();
  }
}
