package dev.holdfast.core.groupcommit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.core.failure.Failure;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A group commit on one thread, with everything around it in the hands of the test. */
final class Rig {
  static final Duration RETRY = Duration.ofMillis(250);
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Two lanes, ten rows or a thousand bytes in a group, twenty or two thousand waiting. */
  static final GroupLimits LIMITS = new GroupLimits(2, 10, 1000, 20, 2000, RETRY, 3);

  final ManualTicker ticker = new ManualTicker();
  final HeldWriter writer = new HeldWriter();
  final GroupCommit<Op, String> commits;

  Rig() {
    this(LIMITS);
  }

  Rig(GroupLimits limits) {
    commits = new GroupCommit<>(limits, writer, Op.WEIGHER, ticker, GroupObserver.SILENT);
  }

  CompletableFuture<String> submit(String name) {
    return submit(0, Op.of(name), PATIENCE);
  }

  CompletableFuture<String> submit(int lane, Op op, Duration timeout) {
    return commits.submit(lane, op, ticker.nanos() + timeout.toNanos()).toCompletableFuture();
  }

  /** Submits an operation whose answer does not matter. */
  void begin(String name) {
    begin(0, Op.of(name), PATIENCE);
  }

  void begin(int lane, Op op, Duration timeout) {
    var unused = submit(lane, op, timeout);
  }

  static Failure failure(CompletableFuture<?> caller) {
    assertThat(caller).isCompletedExceptionally();
    var ended = catchThrowableOfType(ExecutionException.class, caller::get);
    return (Failure) Objects.requireNonNull(ended.getCause());
  }
}
