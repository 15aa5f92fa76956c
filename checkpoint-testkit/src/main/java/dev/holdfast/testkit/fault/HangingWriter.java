package dev.holdfast.testkit.fault;

import dev.holdfast.core.groupcommit.GroupWriter;
import dev.holdfast.core.groupcommit.Outcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Writes nothing until it is released; what came meanwhile is then written in order.
 *
 * @param <O> operation
 * @param <R> what it did
 */
public final class HangingWriter<O, R> implements GroupWriter<O, R> {
  private final GroupWriter<O, R> writer;
  private final CompletableFuture<Void> released = new CompletableFuture<>();
  private CompletableFuture<?> last = released;

  /** Hangs in front of {@code writer}. */
  public HangingWriter(GroupWriter<O, R> writer) {
    this.writer = writer;
  }

  @Override
  public synchronized CompletionStage<List<Outcome<R>>> write(List<O> group) {
    CompletableFuture<List<Outcome<R>>> next =
        last.handle((before, error) -> group).thenCompose(writer::write);
    last = next;
    return next;
  }

  /** Lets everything through from now on. */
  public void release() {
    released.complete(null);
  }
}
