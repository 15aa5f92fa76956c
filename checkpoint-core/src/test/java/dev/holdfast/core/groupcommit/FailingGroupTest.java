package dev.holdfast.core.groupcommit;

import static dev.holdfast.core.groupcommit.Rig.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** What becomes of a group that fails as a whole. */
final class FailingGroupTest {
  private final Failure conflict = new Failure.Plain(Code.WRITE_CONFLICT, "40P01");
  private final Failure rejected = new Failure.Plain(Code.REJECTED, "22021");

  private final Rig rig = new Rig();

  @Test
  void aConflictIsRepeatedWithTheSameGroup() {
    // Given
    var callers = gathered("a", "b");

    // When
    rig.writer.fail(conflict);
    rig.writer.fail(new CompletionException(conflict));
    rig.writer.commit();

    // Then
    assertThat(rig.writer.groups()).containsExactly("first", "a b", "a b", "a b");
    assertThat(callers.get(0)).isCompletedWithValue("did a");
    assertThat(callers.get(1)).isCompletedWithValue("did b");
  }

  @Test
  void aConflictThatDoesNotEndIsGivenUp() {
    // Given
    var callers = gathered("a", "b");

    // When
    rig.writer.fail(conflict);
    rig.writer.fail(conflict);
    rig.writer.fail(conflict);

    // Then
    assertThat(rig.writer.idle()).isTrue();
    assertThat(callers).allMatch(caller -> failure(caller).code() == Code.UNAVAILABLE);
    assertThat(((Failure.RetryLater) failure(callers.get(0))).after()).isEqualTo(Rig.RETRY);
  }

  @Test
  void aBadRowFailsItsCallerAloneAndTheOrderIsKept() {
    // Given
    var callers = gathered("a", "b", "bad", "d", "e");

    // When
    settle("bad");

    // Then
    assertThat(failure(callers.get(2))).isSameAs(rejected);
    for (int good : new int[] {0, 1, 3, 4}) {
      assertThat(callers.get(good)).isCompletedWithValue("did " + "ab?de".charAt(good));
    }
    assertThat(committed()).containsExactly("a", "b", "d", "e");
  }

  @Test
  void twoBadRowsFailTwoCallers() {
    // Given
    var callers = gathered("bad", "b", "c", "bad");

    // When
    settle("bad");

    // Then
    assertThat(failure(callers.get(0)).code()).isEqualTo(Code.REJECTED);
    assertThat(failure(callers.get(3)).code()).isEqualTo(Code.REJECTED);
    assertThat(callers.get(1)).isCompletedWithValue("did b");
    assertThat(callers.get(2)).isCompletedWithValue("did c");
  }

  @Test
  void theHalvesOfASplitGroupAreRepeatedAfterAConflictToo() {
    // Given
    var callers = gathered("a", "b");
    rig.writer.fail(rejected);

    // When
    rig.writer.fail(conflict);
    rig.writer.commit();
    rig.writer.commit();

    // Then
    assertThat(rig.writer.groups()).containsExactly("first", "a b", "a", "a", "b");
    assertThat(callers)
        .allMatch(CompletableFuture::isDone)
        .noneMatch(c -> c.isCompletedExceptionally());
  }

  @Test
  void anUnknownOutcomeReachesExactlyTheCallersOfItsGroup() {
    // Given
    var callers = gathered("a", "b");
    var next = rig.submit("next");

    // When
    rig.writer.fail(Failure.outcomeUnknown());
    rig.writer.commit();

    // Then
    assertThat(callers).allMatch(caller -> failure(caller).code() == Code.OUTCOME_UNKNOWN);
    assertThat(next).isCompletedWithValue("did next");
    assertThat(rig.writer.groups()).containsExactly("first", "a b", "next");
  }

  @Test
  void anUnknownOutcomeOfOneHalfDoesNotReachTheOther() {
    // Given
    var callers = gathered("a", "b");
    rig.writer.fail(rejected);

    // When
    rig.writer.commit();
    rig.writer.fail(Failure.outcomeUnknown());

    // Then
    assertThat(callers.get(0)).isCompletedWithValue("did a");
    assertThat(failure(callers.get(1)).code()).isEqualTo(Code.OUTCOME_UNKNOWN);
  }

  @Test
  void anotherFailureIsPassedOnWithoutARepeat() {
    // Given
    var callers = gathered("a", "b");
    var away = Failure.RetryLater.unavailable(Rig.RETRY, "away");

    // When
    rig.writer.fail(away);

    // Then
    assertThat(callers).allMatch(caller -> failure(caller) == away);
    assertThat(rig.writer.idle()).isTrue();
  }

  @Test
  void anErrorNobodyForesawIsAnUnknownOutcome() {
    // Given
    var callers = gathered("a", "b");

    // When
    rig.writer.fail(new IllegalStateException("surprise"));

    // Then
    assertThat(callers).allMatch(caller -> failure(caller).code() == Code.OUTCOME_UNKNOWN);
    assertThat(rig.commits.backlogRows()).isZero();
  }

  @Test
  void aWriterThatAnswersForTooFewIsAnUnknownOutcomeForAll() {
    // Given
    var callers = gathered("a", "b");
    List<Outcome<String>> one = new ArrayList<>();
    one.add(new Outcome.Done<>("did a"));

    // When
    rig.writer.answer(one);

    // Then
    assertThat(callers).allMatch(caller -> failure(caller).code() == Code.OUTCOME_UNKNOWN);
  }

  /** Submits a first operation that commits, and these, which share the next group. */
  private List<CompletableFuture<String>> gathered(String... names) {
    rig.begin("first");
    List<CompletableFuture<String>> callers = new ArrayList<>();
    for (String name : names) {
      callers.add(rig.submit(name));
    }
    rig.writer.commit();
    return callers;
  }

  /** Rejects every group that holds an operation called {@code bad}, commits the others. */
  private void settle(String bad) {
    while (!rig.writer.idle()) {
      if (rig.writer.groups().get(rig.writer.groups().size() - 1).contains(bad)) {
        rig.writer.fail(rejected);
      } else {
        rig.writer.commit();
      }
    }
  }

  /** The operations of groups without the bad one, after the first, in order of their groups. */
  private List<String> committed() {
    return rig.writer.groups().stream()
        .skip(1)
        .filter(group -> !group.contains("bad"))
        .flatMap(group -> List.of(group.split(" ")).stream())
        .toList();
  }
}
