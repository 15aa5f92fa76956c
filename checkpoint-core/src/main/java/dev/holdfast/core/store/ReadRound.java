package dev.holdfast.core.store;

import dev.holdfast.core.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Reads several batches at once; if that fails, halves them until who fails stands alone. */
final class ReadRound {

  private final StoreReader reader;

  ReadRound(StoreReader reader) {
    this.reader = reader;
  }

  /** What a batch came to: results, or why there are none. */
  record Answer(List<StoreResult> results, @Nullable Throwable error) {
    void tell(CompletableFuture<List<StoreResult>> caller) {
      if (error == null) {
        caller.complete(results);
      } else {
        caller.completeExceptionally(error);
      }
    }
  }

  /** Never fails: every batch has its answer, in order. */
  CompletionStage<List<Answer>> ask(List<ReadLane.Asked> group) {
    return attempt(group.stream().map(ReadLane.Asked::reads).toList());
  }

  private CompletionStage<List<Answer>> attempt(List<StoreReads> batches) {
    return start(batches)
        .handle((results, error) -> error == null ? done(results) : recover(batches, cause(error)))
        .thenCompose(next -> next);
  }

  private CompletionStage<List<List<StoreResult>>> start(List<StoreReads> batches) {
    try {
      return reader
          .readAll(batches)
          .thenApply(
              results -> {
                if (results.size() != batches.size()) {
                  throw new IllegalStateException("not one answer for each batch");
                }
                return results;
              });
    } catch (Throwable thrown) {
      // Whatever a reader does, nobody may be left waiting.
      return CompletableFuture.failedFuture(thrown);
    }
  }

  /** A database that is away is so for everybody. */
  private CompletionStage<List<Answer>> recover(List<StoreReads> batches, Throwable error) {
    if (batches.size() == 1 || error instanceof Failure.RetryLater) {
      List<Answer> answers = new ArrayList<>(batches.size());
      batches.forEach(batch -> answers.add(new Answer(List.of(), error)));
      return CompletableFuture.completedFuture(answers);
    }
    int middle = batches.size() / 2;
    return attempt(batches.subList(0, middle))
        .thenCombine(
            attempt(batches.subList(middle, batches.size())),
            (first, second) -> {
              List<Answer> both = new ArrayList<>(first);
              both.addAll(second);
              return both;
            });
  }

  private static CompletionStage<List<Answer>> done(List<List<StoreResult>> results) {
    return CompletableFuture.completedFuture(
        results.stream().map(each -> new Answer(each, null)).toList());
  }

  private static Throwable cause(Throwable error) {
    return error instanceof CompletionException && error.getCause() != null
        ? error.getCause()
        : error;
  }
}
