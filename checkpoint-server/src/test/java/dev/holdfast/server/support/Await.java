package dev.holdfast.server.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.Supplier;

/** Waits for what comes by itself. */
public final class Await {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long PAUSE_MS = 20;

  private Await() {}

  /** Asks until the answer is {@code wanted}; fails with the last answer after a minute. */
  public static <T> void until(T wanted, Supplier<T> question) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    T answer = question.get();
    while (!wanted.equals(answer) && System.nanoTime() < deadline) {
      pause();
      answer = question.get();
    }
    assertThat(answer).isEqualTo(wanted);
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
