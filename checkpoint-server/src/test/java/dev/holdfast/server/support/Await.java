package dev.holdfast.server.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for what comes by itself. */
public final class Await {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long PAUSE_MS = 20;

  private Await() {}

  /** Asks until the answer is {@code wanted}; fails with the last answer after a minute. */
  public static <T> void until(T wanted, Supplier<T> question) {
    assertThat(last(question, wanted::equals)).isEqualTo(wanted);
  }

  /** The first answer that is as it should be; fails with the last one after a minute. */
  public static <T> T holds(Supplier<T> question, Predicate<T> enough, String what) {
    T answer = last(question, enough);
    if (!enough.test(answer)) {
      throw new AssertionError("not in " + LIMIT + ": " + what + "; last " + answer);
    }
    return answer;
  }

  private static <T> T last(Supplier<T> question, Predicate<T> enough) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    T answer = question.get();
    while (!enough.test(answer) && System.nanoTime() < deadline) {
      pause();
      answer = question.get();
    }
    return answer;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
