package dev.holdfast.testkit;

import dev.holdfast.core.failure.Failure;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for a stage, but not for ever. */
public final class Await {
  private static final long LIMIT_SECONDS = 30;

  private Await() {}

  /** The result of {@code stage}; a {@link Failure} it ends with is thrown. */
  public static <T> T result(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Failure failure) {
        throw failure;
      }
      throw new AssertionError("not a failure of ours", failed.getCause());
    } catch (TimeoutException late) {
      throw new AssertionError("nothing within " + LIMIT_SECONDS + " s", late);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", stopped);
    }
  }
}
