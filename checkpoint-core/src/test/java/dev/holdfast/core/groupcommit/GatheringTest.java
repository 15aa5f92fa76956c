package dev.holdfast.core.groupcommit;

import static dev.holdfast.core.groupcommit.Rig.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who shares a commit with whom. */
final class GatheringTest {
  private final Rig rig = new Rig();

  @Test
  void anIdleLaneWritesAtOnce() {
    // When
    rig.begin("a");

    // Then
    assertThat(rig.writer.groups()).containsExactly("a");
  }

  @Test
  void aCallerIsAnsweredAfterTheCommitAndNotBefore() {
    // Given
    var caller = rig.submit("a");
    assertThat(caller).isNotDone();

    // When
    rig.writer.commit();

    // Then
    assertThat(caller).isCompletedWithValue("did a");
  }

  @Test
  void whatComesDuringACommitSharesTheNextOneInOrder() {
    // Given
    rig.begin("a");
    List.of("b", "c", "d").forEach(rig::begin);

    // When
    rig.writer.commit();

    // Then
    assertThat(rig.writer.groups()).containsExactly("a", "b c d");
  }

  @Test
  void whatIsSubmittedTogetherLeavesTogether() {
    // When
    rig.commits.together(
        () -> {
          List.of("a", "b").forEach(rig::begin);
          assertThat(rig.writer.groups()).isEmpty();
        });

    // Then
    assertThat(rig.writer.groups()).containsExactly("a b");
  }

  @Test
  void aCommitThatEndsMeanwhileLetsNoneOfThemAhead() {
    // Given
    rig.begin("a");

    // When
    rig.commits.together(
        () -> {
          rig.begin("b");
          rig.writer.commit();
          rig.begin("c");
        });

    // Then
    assertThat(rig.writer.groups()).containsExactly("a", "b c");
  }

  @Test
  void whoFailsToSubmitHoldsNobodyUp() {
    // When
    assertThatThrownBy(
            () ->
                rig.commits.together(
                    () -> {
                      rig.begin("a");
                      throw new IllegalStateException("on purpose");
                    }))
        .isInstanceOf(IllegalStateException.class);

    // Then
    assertThat(rig.writer.groups()).containsExactly("a");
  }

  @Test
  void aLaneHasOneGroupUnderWay() {
    // When
    List.of("a", "b", "c").forEach(rig::begin);

    // Then
    assertThat(rig.writer.groups()).containsExactly("a");
  }

  @Test
  void lanesDoNotWaitForEachOther() {
    // When
    rig.begin(0, Op.of("a"), PATIENCE);
    rig.begin(1, Op.of("b"), PATIENCE);
    rig.begin(-1, Op.of("c"), PATIENCE);
    rig.begin(2, Op.of("d"), PATIENCE);

    // Then
    assertThat(rig.writer.groups()).containsExactly("a", "b");
    rig.writer.commit();
    rig.writer.commit();
    assertThat(rig.writer.groups()).containsExactly("a", "b", "d", "c");
  }

  @Test
  void aGroupEndsAtTheRowCap() {
    // Given
    rig.begin("a");
    rig.begin(0, new Op("b", 6, 10), PATIENCE);
    rig.begin(0, new Op("c", 4, 10), PATIENCE);
    rig.begin(0, new Op("d", 1, 10), PATIENCE);

    // When
    rig.writer.commit();

    // Then
    assertThat(rig.writer.groups()).containsExactly("a", "b c");
  }

  @Test
  void aGroupEndsAtTheByteCap() {
    // Given
    rig.begin("a");
    rig.begin(0, new Op("b", 1, 600), PATIENCE);
    rig.begin(0, new Op("c", 1, 400), PATIENCE);
    rig.begin(0, new Op("d", 1, 1), PATIENCE);

    // When
    rig.writer.commit();

    // Then
    assertThat(rig.writer.groups()).containsExactly("a", "b c");
  }

  @Test
  void anOperationThatDoesNotFitIsNotOvertakenByASmallerOne() {
    // Given
    rig.begin("a");
    rig.begin("b");
    rig.begin(0, new Op("large", 10, 10), PATIENCE);
    rig.begin("c");

    // When
    rig.writer.commit();
    rig.writer.commit();
    rig.writer.commit();

    // Then
    assertThat(rig.writer.groups()).containsExactly("a", "b", "large", "c");
  }

  @Test
  void anOperationLargerThanAGroupGoesAlone() {
    // Given
    rig.begin("a");
    rig.begin(0, new Op("rows", 11, 10), PATIENCE);
    rig.begin(0, new Op("bytes", 1, 1100), PATIENCE);

    // When
    rig.writer.commit();
    rig.writer.commit();

    // Then
    assertThat(rig.writer.groups()).containsExactly("a", "rows", "bytes");
  }

  @Test
  void everyCallerGetsTheOutcomeOfItsOwnOperation() {
    // Given
    rig.begin("a");
    var b = rig.submit("b");
    var c = rig.submit("c");
    rig.writer.commit();
    List<Outcome<String>> outcomes = new ArrayList<>();
    outcomes.add(new Outcome.Refused<>(Failure.threadDeleted()));
    outcomes.add(new Outcome.Done<>("done"));

    // When
    rig.writer.answer(outcomes);

    // Then
    assertThat(Rig.failure(b)).isSameAs(((Outcome.Refused<String>) outcomes.get(0)).failure());
    assertThat(c).isCompletedWithValue("done");
  }

  @Test
  void aCallerThatSubmitsFromItsAnswerIsServed() {
    // Given
    var second = rig.submit("a").thenCompose(done -> rig.submit("b"));

    // When
    rig.writer.commit();
    rig.writer.commit();

    // Then
    assertThat(second).isCompletedWithValue("did b");
  }
}
