package dev.holdfast.signals.deliver;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntSupplier;

/** How many lanes are under way, and whether somebody looks for more. Thread-safe. */
final class Busy {

  private final IntSupplier most;
  private final CompletableFuture<Void> idle = new CompletableFuture<>();
  private int underWay;
  private boolean looking;
  private boolean again;
  private boolean stopped;

  Busy(IntSupplier most) {
    this.most = most;
  }

  /**
   * How many lanes may be claimed now: none if somebody looks already, or if there is no room; then
   * somebody looks once more afterwards.
   */
  synchronized int beginLooking() {
    int free = most.getAsInt() - underWay;
    if (stopped) {
      return 0;
    }
    if (looking || free <= 0) {
      again = true;
      return 0;
    }
    looking = true;
    again = false;
    return free;
  }

  /**
   * Counts what was found; whether to look once more.
   *
   * @param full whether there may be more
   */
  synchronized boolean endLooking(int found, boolean full) {
    looking = false;
    underWay += found;
    again |= full;
    completeIfIdle();
    return again && underWay < most.getAsInt();
  }

  /** One lane is given back; whether to look for more: when half are, not for each. */
  synchronized boolean ended() {
    underWay--;
    completeIfIdle();
    return again && !looking && underWay <= most.getAsInt() / 2;
  }

  private void completeIfIdle() {
    if (stopped && underWay == 0 && !looking) {
      idle.complete(null);
    }
  }

  synchronized boolean stopped() {
    return stopped;
  }

  synchronized CompletionStage<Void> stop() {
    stopped = true;
    completeIfIdle();
    return idle;
  }
}
