package dev.holdfast.testkit.fault;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.groupcommit.GroupWriter;
import dev.holdfast.core.groupcommit.Outcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Meets a deadlock a number of times before it writes.
 *
 * @param <O> operation
 * @param <R> what it did
 */
public final class ConflictingWriter<O, R> implements GroupWriter<O, R> {
  private final GroupWriter<O, R> writer;
  private final AtomicInteger left;

  /** The first {@code times} groups fail, and nothing of them happens. */
  public ConflictingWriter(GroupWriter<O, R> writer, int times) {
    this.writer = writer;
    this.left = new AtomicInteger(times);
  }

  @Override
  public CompletionStage<List<Outcome<R>>> write(List<O> group) {
    if (left.getAndDecrement() > 0) {
      return CompletableFuture.failedFuture(
          new Failure.Plain(Code.WRITE_CONFLICT, "a conflict on purpose"));
    }
    return writer.write(group);
  }
}
