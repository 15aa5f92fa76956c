package dev.holdfast.core.groupcommit;

import static dev.holdfast.core.groupcommit.Rig.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.failure.Code;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Every wait ends; what it says depends on where the operation was. */
final class DeadlineTest {
  private static final Duration SHORT = Duration.ofMillis(5);

  private final Rig rig = new Rig();

  @Test
  void anOperationThatStillWaitsDidNothing() {
    // Given
    rig.begin("a");
    var waiting = rig.submit(0, Op.of("b"), SHORT);

    // When
    rig.ticker.advance(SHORT);
    rig.commits.expire();

    // Then
    assertThat(failure(waiting).code()).isEqualTo(Code.DEADLINE_EXCEEDED);
    rig.writer.commit();
    assertThat(rig.writer.groups()).containsExactly("a");
  }

  @Test
  void anOperationThatIsUnderWayMayHaveHappened() {
    // Given
    var underWay = rig.submit(0, Op.of("a"), SHORT);

    // When
    rig.ticker.advance(SHORT);
    rig.commits.expire();

    // Then
    assertThat(failure(underWay).code()).isEqualTo(Code.OUTCOME_UNKNOWN);
  }

  @Test
  void nobodyIsToldBeforeTheDeadline() {
    // Given
    var underWay = rig.submit(0, Op.of("a"), SHORT);
    var waiting = rig.submit(0, Op.of("b"), SHORT);

    // When
    rig.ticker.advance(SHORT.minusNanos(1));
    rig.commits.expire();

    // Then
    assertThat(underWay).isNotDone();
    assertThat(waiting).isNotDone();
  }

  @Test
  void aLateOperationIsNotWrittenEvenIfNobodyHasLookedAtTheClock() {
    // Given
    rig.begin("a");
    var late = rig.submit(0, Op.of("b"), SHORT);
    var patient = rig.submit("c");

    // When
    rig.ticker.advance(SHORT);
    rig.writer.commit();

    // Then
    assertThat(rig.writer.groups()).containsExactly("a", "c");
    assertThat(failure(late).code()).isEqualTo(Code.DEADLINE_EXCEEDED);
    assertThat(patient).isNotDone();
  }

  @Test
  void onlyTheLateOnesOfAGroupAreTold() {
    // Given
    rig.begin("a");
    var late = rig.submit(0, Op.of("b"), SHORT);
    var patient = rig.submit("c");
    rig.writer.commit();

    // When
    rig.ticker.advance(SHORT);
    rig.commits.expire();
    rig.writer.commit();

    // Then
    assertThat(failure(late).code()).isEqualTo(Code.OUTCOME_UNKNOWN);
    assertThat(patient).isCompletedWithValue("did c");
  }

  @Test
  void aLaneGoesOnAfterEverybodyInItWasLate() {
    // Given
    rig.begin(0, Op.of("a"), SHORT);
    rig.begin(0, Op.of("b"), SHORT);
    rig.ticker.advance(SHORT);
    rig.commits.expire();

    // When
    rig.writer.commit();
    var next = rig.submit("c");
    rig.writer.commit();

    // Then
    assertThat(next).isCompletedWithValue("did c");
  }

  @Test
  void anOperationThatIsLateWhenItComesIsNotWritten() {
    // When
    var late = rig.submit(0, Op.of("a"), Duration.ZERO);

    // Then
    assertThat(failure(late).code()).isEqualTo(Code.DEADLINE_EXCEEDED);
    assertThat(rig.writer.groups()).isEmpty();
    assertThat(rig.commits.backlogRows()).isZero();
  }
}
