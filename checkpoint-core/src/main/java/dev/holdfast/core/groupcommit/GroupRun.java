package dev.holdfast.core.groupcommit;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Writes one group to the end: repeats it after a conflict, halves it until a bad row stands alone.
 */
final class GroupRun<O, R> {

  private final GroupLimits limits;
  private final GroupWriter<O, R> writer;
  private final GroupObserver observer;

  GroupRun(GroupLimits limits, GroupWriter<O, R> writer, GroupObserver observer) {
    this.limits = limits;
    this.writer = writer;
    this.observer = observer;
  }

  /** Never fails: every operation has its outcome. */
  CompletionStage<List<Outcome<R>>> write(List<O> group) {
    return attempt(group, 1);
  }

  private CompletionStage<List<Outcome<R>>> attempt(List<O> group, int attempt) {
    return start(group)
        .handle(
            (outcomes, error) ->
                error == null ? done(outcomes) : recover(group, attempt, failure(error)))
        .thenCompose(next -> next);
  }

  private CompletionStage<List<Outcome<R>>> start(List<O> group) {
    try {
      return writer.write(group).thenApply(outcomes -> one(group, outcomes));
    } catch (Throwable thrown) {
      // Whatever a writer does, nobody may be left waiting.
      return CompletableFuture.failedFuture(thrown);
    }
  }

  /** One outcome for each operation, or nobody knows whose are missing. */
  private static <O, R> List<Outcome<R>> one(List<O> group, List<Outcome<R>> outcomes) {
    if (outcomes.size() != group.size()) {
      throw Failure.outcomeUnknown();
    }
    return outcomes;
  }

  private CompletionStage<List<Outcome<R>>> recover(List<O> group, int attempt, Failure failure) {
    if (failure.code() == Code.WRITE_CONFLICT && attempt < limits.conflictAttempts()) {
      observer.groupRepeated();
      return attempt(group, attempt + 1);
    }
    if (failure.code() == Code.WRITE_CONFLICT) {
      return refuse(
          group, Failure.RetryLater.unavailable(limits.retryAfter(), "conflicting transactions"));
    }
    if (failure.code() == Code.REJECTED && group.size() > 1) {
      observer.groupSplit();
      return halves(group);
    }
    return refuse(group, failure);
  }

  /** One half after the other, so that the order within a thread is kept. */
  private CompletionStage<List<Outcome<R>>> halves(List<O> group) {
    int middle = group.size() / 2;
    return attempt(group.subList(0, middle), 1)
        .thenCompose(
            first ->
                attempt(group.subList(middle, group.size()), 1)
                    .thenApply(
                        second -> {
                          List<Outcome<R>> both = new ArrayList<>(first);
                          both.addAll(second);
                          return both;
                        }));
  }

  private static <R> CompletionStage<List<Outcome<R>>> done(List<Outcome<R>> outcomes) {
    return CompletableFuture.completedFuture(outcomes);
  }

  private CompletionStage<List<Outcome<R>>> refuse(List<O> group, Failure failure) {
    List<Outcome<R>> outcomes = new ArrayList<>(group.size());
    group.forEach(operation -> outcomes.add(new Outcome.Refused<>(failure)));
    return done(outcomes);
  }

  private static Failure failure(Throwable error) {
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    return cause instanceof Failure failure ? failure : Failure.outcomeUnknown();
  }
}
