package dev.holdfast.core.groupcommit;

import static dev.holdfast.core.groupcommit.Rig.PATIENCE;
import static dev.holdfast.core.groupcommit.Rig.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Queues are bounded; who is over the bound is told at once. */
final class BacklogTest {
  private final Rig rig = new Rig();

  @Test
  void overTheHighMarkInRowsACallerIsToldWhenToComeBack() {
    // Given
    rig.begin(0, new Op("a", 20, 10), PATIENCE);

    // When
    var caller = rig.submit("b");

    // Then
    assertThat(failure(caller).code()).isEqualTo(Code.OVERLOADED);
    assertThat(((Failure.RetryLater) failure(caller)).after()).isEqualTo(Rig.RETRY);
    assertThat(rig.commits.backlogRows()).isEqualTo(20);
  }

  @Test
  void theHighMarkCountsBytesToo() {
    // Given
    rig.begin(0, new Op("a", 1, 2000), PATIENCE);

    // When / Then
    assertThat(failure(rig.submit("b")).code()).isEqualTo(Code.OVERLOADED);
  }

  @Test
  void theHighMarkIsOverAllLanes() {
    // Given
    rig.begin(0, new Op("a", 10, 10), PATIENCE);
    rig.begin(1, new Op("b", 10, 10), PATIENCE);

    // When / Then
    assertThat(failure(rig.submit("c")).code()).isEqualTo(Code.OVERLOADED);
  }

  @Test
  void exactlyTheHighMarkIsAllowed() {
    // When
    var caller = rig.submit(0, new Op("a", 20, 2000), PATIENCE);

    // Then
    assertThat(caller).isNotDone();
  }

  @Test
  void afterSheddingCallersAreLetInAgainUnderHalfOnly() {
    // Given
    rig.begin(0, new Op("a", 9, 10), PATIENCE);
    rig.begin(1, new Op("b", 11, 10), PATIENCE);
    assertThat(rig.submit("refused")).isCompletedExceptionally();

    // When
    rig.writer.commit();

    // Then
    assertThat(rig.commits.backlogRows()).isEqualTo(11);
    assertThat(failure(rig.submit("still refused")).code()).isEqualTo(Code.OVERLOADED);
    rig.writer.commit();
    assertThat(rig.submit("taken")).isNotDone();
  }

  @Test
  void withoutSheddingCallersAreTakenAboveHalf() {
    // Given
    rig.begin(0, new Op("a", 11, 10), PATIENCE);

    // When / Then
    assertThat(rig.submit("b")).isNotDone();
  }

  @Test
  void anEmptyBacklogTakesAnOperationLargerThanTheMark() {
    // When
    var caller = rig.submit(0, new Op("huge", 100, 100_000), PATIENCE);

    // Then
    assertThat(caller).isNotDone();
    rig.writer.commit();
    assertThat(caller).isCompletedWithValue("did huge");
  }

  @Test
  void whateverTheEndTheBacklogIsGivenBack() {
    // Given
    rig.begin("committed");
    rig.begin("failed");
    rig.begin(0, Op.of("expired"), Duration.ofMillis(1));

    // When
    rig.ticker.advance(Duration.ofMillis(1));
    rig.commits.expire();
    rig.writer.commit();
    rig.writer.fail(Failure.outcomeUnknown());

    // Then
    assertThat(rig.commits.backlogRows()).isZero();
    assertThat(rig.commits.backlogBytes()).isZero();
  }

  @Test
  void whatIsUnderWayCountsUntilItEndsEvenIfItsCallerHasGone() {
    // Given
    rig.begin(0, new Op("late", 20, 10), Duration.ofMillis(1));
    rig.ticker.advance(Duration.ofMillis(1));

    // When
    rig.commits.expire();

    // Then
    assertThat(rig.commits.backlogRows()).isEqualTo(20);
    rig.writer.commit();
    assertThat(rig.commits.backlogRows()).isZero();
  }
}
