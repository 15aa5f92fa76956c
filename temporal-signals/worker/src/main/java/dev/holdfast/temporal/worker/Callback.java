package dev.holdfast.temporal.worker;

import org.jspecify.annotations.Nullable;

/**
 * The SDK's own code around the handling of one signal.
 *
 * <p>It decides what a handler's exception does (fail the workflow or the task) and counts handlers
 * that have not finished. A coroutine that goes on with a batch runs the same code again, so that
 * both hold for its entries, too; {@code helping} then tells that the signal has arrived before.
 * For signals in the first workflow task of a run the SDK makes its threads before there are
 * interceptors: their code is not known.
 *
 * @param code runs a signal through the interceptors, in any workflow thread
 * @param helping the arrival to go on with, null at the first run
 */
record Callback(Runnable code, @Nullable Arrival helping) implements Runnable {

  private static final ThreadLocal<@Nullable Callback> CURRENT = new ThreadLocal<>();

  @Override
  public void run() {
    CURRENT.set(this);
    try {
      code.run();
    } finally {
      CURRENT.remove();
    }
  }

  /** The one that the calling workflow thread runs; null in the first workflow task of a run. */
  static @Nullable Callback current() {
    return CURRENT.get();
  }
}
