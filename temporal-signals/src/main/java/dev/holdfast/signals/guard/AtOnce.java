package dev.holdfast.signals.guard;

import java.util.function.IntConsumer;

/**
 * How many bulk calls may be under way: half of it after one was throttled, one more after each
 * that was not. Thread-safe.
 */
final class AtOnce {

  private final int most;
  private final IntConsumer observer;
  private int limit;
  private int underWay;

  AtOnce(int most, IntConsumer observer) {
    this.most = most;
    this.limit = most;
    this.observer = observer;
  }

  /** Takes a place, if there is one. */
  synchronized boolean begin() {
    if (underWay >= limit) {
      return false;
    }
    underWay++;
    return true;
  }

  synchronized void end() {
    underWay--;
  }

  synchronized void throttled() {
    become(Math.max(1, limit / 2));
  }

  synchronized void succeeded() {
    become(Math.min(most, limit + 1));
  }

  private void become(int other) {
    if (other != limit) {
      limit = other;
      observer.accept(limit);
    }
  }
}
