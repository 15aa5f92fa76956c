package dev.holdfast.core.groupcommit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.failure.Code;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A writer or an observer that breaks its contract does not leave callers waiting. */
final class BrokenWriterTest {
  private final ManualTicker ticker = new ManualTicker();

  @Test
  void aWriterThatThrowsIsAnUnknownOutcomeAndTheLaneGoesOn() {
    check(
        () -> {
          throw new IllegalStateException("surprise");
        });
  }

  @Test
  void aWriterThatThrowsAnErrorIsAnUnknownOutcomeAndTheLaneGoesOn() {
    check(
        () -> {
          throw new AssertionError("surprise");
        });
  }

  @Test
  @SuppressWarnings("NullAway")
  void aWriterWithoutAnAnswerIsAnUnknownOutcomeAndTheLaneGoesOn() {
    check(() -> null);
  }

  private void check(Supplier<CompletableFuture<List<Outcome<String>>>> first) {
    // Given
    var held = new HeldWriter();
    var broken = new boolean[] {true};
    GroupWriter<Op, String> writer =
        group -> {
          if (broken[0]) {
            broken[0] = false;
            return first.get();
          }
          return held.write(group);
        };
    var commits = new GroupCommit<>(Rig.LIMITS, writer, Op.WEIGHER, ticker, GroupObserver.SILENT);

    // When
    var unlucky = commits.submit(0, Op.of("a"), Long.MAX_VALUE).toCompletableFuture();
    var next = commits.submit(0, Op.of("b"), Long.MAX_VALUE).toCompletableFuture();

    // Then
    assertThat(Rig.failure(unlucky).code()).isEqualTo(Code.OUTCOME_UNKNOWN);
    held.commit();
    assertThat(next).isCompletedWithValue("did b");
    assertThat(commits.backlogRows()).isZero();
  }
}
