package dev.holdfast.testkit.fault;

import static dev.holdfast.testkit.gen.Fixtures.history;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.groupcommit.GroupCommit;
import dev.holdfast.core.groupcommit.GroupLimits;
import dev.holdfast.core.groupcommit.GroupObserver;
import dev.holdfast.core.groupcommit.GroupWriter;
import dev.holdfast.core.groupcommit.Weigher;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Appended;
import dev.holdfast.core.model.Appended.CheckpointStored;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.reference.ReferenceStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Group commit in front of stores that fail, and what callers may rely on. */
final class FaultsTest {
  private static final GroupLimits LIMITS =
      new GroupLimits(1, 100, 1_000_000, 1000, 10_000_000, Duration.ofMillis(1), 3);

  private final ReferenceStore store = new ReferenceStore();

  @Test
  void aRepeatAfterALostAckChangesNothing() {
    // Given
    var groups = new AtomicInteger();
    var commits = in(new LostAckWriter<>(store.writer(), () -> groups.incrementAndGet() == 1));
    var lost = submit(commits, numbered(1));
    assertThat(code(lost)).isEqualTo(Code.OUTCOME_UNKNOWN);

    // When
    var repeat = submit(commits, numbered(1));

    // Then
    assertThat(((CheckpointStored) Await.result(repeat)).status())
        .isEqualTo(Appended.Status.UNCHANGED);
    assertThat(stored()).isEqualTo(1);
  }

  @Test
  void conflictsAreRepeatedUnseen() {
    // Given
    var commits = in(new ConflictingWriter<>(store.writer(), 2));

    // When
    var caller = submit(commits, numbered(1));

    // Then
    assertThat(((CheckpointStored) Await.result(caller)).status())
        .isEqualTo(Appended.Status.INSERTED);
  }

  @Test
  void whoeverWaitsBehindAHangIsServedInOrderAfterwards() {
    // Given
    var hanging = new HangingWriter<>(store.writer());
    var commits = in(hanging);
    var first = submit(commits, numbered(1));
    var second = submit(commits, numbered(2));
    assertThat(first).isNotDone();

    // When
    hanging.release();

    // Then
    assertThat(((CheckpointStored) Await.result(first)).conflict()).isFalse();
    assertThat(((CheckpointStored) Await.result(second)).conflict()).isFalse();
  }

  @Test
  void aBadOperationIsRefusedAlone() {
    // Given
    var hanging =
        new HangingWriter<>(
            new RejectingWriter<>(
                store.writer(), append -> append.key().id().value().equals("c2")));
    var commits = in(hanging);
    var callers = List.of(0, 1, 2, 3, 4).stream().map(i -> submit(commits, numbered(i))).toList();

    // When
    hanging.release();

    // Then
    assertThat(code(callers.get(2))).isEqualTo(Code.REJECTED);
    for (int good : new int[] {0, 1, 3, 4}) {
      assertThat(Await.result(callers.get(good))).isNotNull();
    }
    assertThat(stored()).isEqualTo(4);
  }

  private long stored() {
    return Await.result(store.reader().list(history().build())).checkpoints().size();
  }

  private static Append numbered(int i) {
    var put = put(root("t"), "c" + i).meta("source", "loop").stamp(1, i);
    return (i > 1 ? put.parent("c" + (i - 1)) : put).build();
  }

  private static Code code(CompletableFuture<Appended> caller) {
    return catchThrowableOfType(Failure.class, () -> Await.result(caller)).code();
  }

  private static CompletableFuture<Appended> submit(
      GroupCommit<Append, Appended> commits, Append append) {
    return commits.submit(0, append, Long.MAX_VALUE).toCompletableFuture();
  }

  private static GroupCommit<Append, Appended> in(GroupWriter<Append, Appended> writer) {
    var weigher =
        new Weigher<Append>() {
          @Override
          public int rows(Append operation) {
            return Math.max(1, operation.rows());
          }

          @Override
          public long bytes(Append operation) {
            return operation.bytes();
          }
        };
    return new GroupCommit<>(LIMITS, writer, weigher, () -> 0, GroupObserver.SILENT);
  }
}
