package dev.holdfast.core.groupcommit;

import static dev.holdfast.core.groupcommit.Rig.PATIENCE;
import static dev.holdfast.core.groupcommit.Rig.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Stopping refuses newcomers and waits for everybody else. */
final class DrainTest {
  private final Rig rig = new Rig();

  @Test
  void nothingUnderWayIsDrainedAtOnce() {
    assertThat(rig.commits.drain().toCompletableFuture()).isCompleted();
  }

  @Test
  void newcomersAreRefused() {
    // Given
    rig.begin("a");

    // When
    rig.commits.drain();

    // Then
    var late = rig.submit("b");
    assertThat(failure(late).code()).isEqualTo(Code.UNAVAILABLE);
    assertThat(((Failure.RetryLater) failure(late)).after()).isEqualTo(Rig.RETRY);
  }

  @Test
  void drainingEndsAfterTheLastGroupOfTheLastLane() {
    // Given
    rig.begin(0, Op.of("a"), PATIENCE);
    rig.begin(1, Op.of("b"), PATIENCE);
    rig.begin(0, Op.of("c"), PATIENCE);
    var drained = rig.commits.drain().toCompletableFuture();

    // When
    rig.writer.commit();
    rig.writer.commit();
    assertThat(drained).isNotDone();
    rig.writer.commit();

    // Then
    assertThat(rig.writer.groups()).containsExactly("a", "b", "c");
    assertThat(drained).isCompleted();
  }

  @Test
  void everyCallerIsAnsweredBeforeDrainingEnds() {
    // Given
    var caller = rig.submit("a");
    var answeredFirst = new AtomicBoolean();
    var drained =
        rig.commits.drain().thenRun(() -> answeredFirst.set(caller.isDone())).toCompletableFuture();

    // When
    rig.writer.commit();

    // Then
    assertThat(drained).isCompleted();
    assertThat(answeredFirst).isTrue();
  }

  @Test
  void drainingEndsWhenTheLastOnesFailOrAreLate() {
    // Given
    rig.begin("a");
    rig.begin(0, Op.of("late"), Duration.ofMillis(1));
    var drained = rig.commits.drain().toCompletableFuture();

    // When
    rig.ticker.advance(Duration.ofMillis(1));
    rig.writer.fail(Failure.outcomeUnknown());

    // Then
    assertThat(drained).isCompleted();
  }

  @Test
  void drainingTwiceIsTheSame() {
    // Given
    rig.begin("a");
    var first = rig.commits.drain().toCompletableFuture();
    var second = rig.commits.drain().toCompletableFuture();

    // When
    rig.writer.commit();

    // Then
    assertThat(first).isCompleted();
    assertThat(second).isCompleted();
  }
}
