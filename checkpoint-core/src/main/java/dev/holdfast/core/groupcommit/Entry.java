package dev.holdfast.core.groupcommit;

import dev.holdfast.core.failure.Failure;
import java.util.concurrent.CompletableFuture;

/** One operation on its way, with the caller who waits for it. */
final class Entry<O, R> {

  final O operation;
  final int rows;
  final long bytes;
  final long enqueuedNanos;
  final long deadlineNanos;
  final CompletableFuture<R> caller = new CompletableFuture<>();

  Entry(O operation, int rows, long bytes, long enqueuedNanos, long deadlineNanos) {
    this.operation = operation;
    this.rows = rows;
    this.bytes = bytes;
    this.enqueuedNanos = enqueuedNanos;
    this.deadlineNanos = deadlineNanos;
  }

  boolean expired(long nowNanos) {
    return nowNanos - deadlineNanos >= 0;
  }

  void complete(Outcome<R> outcome) {
    if (outcome instanceof Outcome.Done<R> done) {
      caller.complete(done.result());
    } else if (outcome instanceof Outcome.Refused<R> refused) {
      caller.completeExceptionally(refused.failure());
    }
  }

  void fail(Failure failure) {
    caller.completeExceptionally(failure);
  }
}
