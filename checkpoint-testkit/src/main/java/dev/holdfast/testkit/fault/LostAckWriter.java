package dev.holdfast.testkit.fault;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.groupcommit.GroupWriter;
import dev.holdfast.core.groupcommit.Outcome;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/**
 * Commits, and then loses the confirmation of some groups.
 *
 * @param <O> operation
 * @param <R> what it did
 */
public final class LostAckWriter<O, R> implements GroupWriter<O, R> {
  private final GroupWriter<O, R> writer;
  private final BooleanSupplier loses;

  /** Loses a confirmation whenever {@code loses} says so; it is asked once for each group. */
  public LostAckWriter(GroupWriter<O, R> writer, BooleanSupplier loses) {
    this.writer = writer;
    this.loses = loses;
  }

  @Override
  public CompletionStage<List<Outcome<R>>> write(List<O> group) {
    return writer
        .write(group)
        .thenApply(
            outcomes -> {
              if (loses.getAsBoolean()) {
                throw Failure.outcomeUnknown();
              }
              return outcomes;
            });
  }
}
