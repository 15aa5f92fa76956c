package dev.holdfast.postgres.read;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.postgres.sqlstate.SqlFailures;
import io.vertx.core.Future;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Reads again if a prune removed what was being read: the next look does not see it any more. */
final class Attempts {

  private static final int MOST = 4;

  private Attempts() {}

  static <T> CompletionStage<T> answer(Supplier<Future<T>> reading) {
    return attempt(reading, 1)
        .recover(error -> Future.failedFuture(SqlFailures.beforeCommit(error)))
        .toCompletionStage();
  }

  private static <T> Future<T> attempt(Supplier<Future<T>> reading, int number) {
    return reading
        .get()
        .recover(
            error -> {
              if (error instanceof Vanished) {
                return number < MOST
                    ? attempt(reading, number + 1)
                    : Future.failedFuture(
                        new Failure.Plain(
                            Code.INTERNAL, "a value that the checkpoint declares is not stored"));
              }
              return Future.failedFuture(error);
            });
  }
}
