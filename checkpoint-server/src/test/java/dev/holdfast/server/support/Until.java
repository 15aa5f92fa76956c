package dev.holdfast.server.support;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for what happens by and by. */
public final class Until {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int PAUSE_MS = 50;

  private Until() {}

  /** The first answer that is as it should be; fails, with the last one, if none is in 30 s. */
  public static <T> T holds(Supplier<T> ask, Predicate<T> enough, String what) {
    long end = System.nanoTime() + LIMIT.toNanos();
    T answer = ask.get();
    while (!enough.test(answer)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not in " + LIMIT + ": " + what + "; last " + answer);
      }
      pause();
      answer = ask.get();
    }
    return answer;
  }

  private static void pause() {
    try {
      var unused = new CountDownLatch(1).await(PAUSE_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
