package dev.holdfast.testkit.fault;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.groupcommit.GroupWriter;
import dev.holdfast.core.groupcommit.Outcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * Refuses every group that holds a bad operation, as a database does.
 *
 * @param <O> operation
 * @param <R> what it did
 */
public final class RejectingWriter<O, R> implements GroupWriter<O, R> {
  private final GroupWriter<O, R> writer;
  private final Predicate<O> bad;

  /** Groups with an operation that is {@code bad} fail as a whole, and nothing of them happens. */
  public RejectingWriter(GroupWriter<O, R> writer, Predicate<O> bad) {
    this.writer = writer;
    this.bad = bad;
  }

  @Override
  public CompletionStage<List<Outcome<R>>> write(List<O> group) {
    if (group.stream().anyMatch(bad)) {
      return CompletableFuture.failedFuture(
          new Failure.Plain(Code.REJECTED, "a bad row on purpose"));
    }
    return writer.write(group);
  }
}
