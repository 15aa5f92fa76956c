package dev.holdfast.testkit.conformance;

import static dev.holdfast.testkit.gen.Fixtures.TENANT;
import static dev.holdfast.testkit.gen.Fixtures.blob;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static dev.holdfast.testkit.gen.Fixtures.thread;
import static dev.holdfast.testkit.gen.Fixtures.write;
import static dev.holdfast.testkit.gen.Fixtures.writes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.Appended.Status;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.OperationId;
import dev.holdfast.core.model.PruneStrategy;
import dev.holdfast.core.model.RunId;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.model.ThreadId;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Repeats are safe, late ones too. */
public abstract class RepeatConformance extends ConformanceBase {
  private static final NamespaceKey PLACE = root("t");
  private static final OperationId OPERATION = new OperationId("op-1");
  private static final int ROUNDS = 10;

  @Test
  void aPutWithALowerSequenceOfTheSessionDoesNotReplace() {
    // Given
    commit(put(PLACE, "c1").skeleton("new").stamp(7, 2));

    // When
    var stored = commit(put(PLACE, "c1").skeleton("late").stamp(7, 1));

    // Then
    assertThat(stored.status()).isEqualTo(Status.UNCHANGED);
    assertThat(found(PLACE, "c1").row().skeleton()).isEqualTo(blob("new"));
  }

  @Test
  void aRepeatedPutIsUnchanged() {
    // Given
    commit(put(PLACE, "c1").value("a", 1, "one").stamp(7, 2));

    // When
    var repeat = commit(put(PLACE, "c1").value("a", 1, "one").stamp(7, 2));

    // Then
    assertThat(repeat.status()).isEqualTo(Status.UNCHANGED);
    assertThat(repeat.checksums()).hasSize(1);
  }

  @Test
  void aPutWithAHigherSequenceReplaces() {
    // Given
    commit(put(PLACE, "c1").skeleton("old").stamp(7, 1));

    // When
    var stored = commit(put(PLACE, "c1").skeleton("new").stamp(7, 2));

    // Then
    assertThat(stored.status()).isEqualTo(Status.REPLACED);
    assertThat(found(PLACE, "c1").row().skeleton()).isEqualTo(blob("new"));
  }

  @Test
  void theStampOfAReplacementIsTheOneThatCounts() {
    // Given
    commit(put(PLACE, "c1").stamp(7, 1));
    commit(put(PLACE, "c1").skeleton("new").stamp(7, 5));

    // When
    var late = commit(put(PLACE, "c1").skeleton("late").stamp(7, 3));

    // Then
    assertThat(late.status()).isEqualTo(Status.UNCHANGED);
  }

  @Test
  void sequencesOfDifferentSessionsAreNotCompared() {
    // Given
    commit(put(PLACE, "c1").skeleton("old").stamp(7, 9));

    // When
    var stored = commit(put(PLACE, "c1").skeleton("new").stamp(8, 1));

    // Then
    assertThat(stored.status()).isEqualTo(Status.REPLACED);
    assertThat(found(PLACE, "c1").row().skeleton()).isEqualTo(blob("new"));
  }

  @Test
  void aPutWithoutAStampReplacesAndIsReplaced() {
    // Given
    commit(put(PLACE, "c1").stamp(7, 9));

    // When
    var without = commit(put(PLACE, "c1").skeleton("bare"));
    var with = commit(put(PLACE, "c1").skeleton("stamped").stamp(7, 1));

    // Then
    assertThat(without.status()).isEqualTo(Status.REPLACED);
    assertThat(with.status()).isEqualTo(Status.REPLACED);
  }

  @Test
  void aSpecialWriteWithALowerSequenceDoesNotReplace() {
    // Given
    commit(put(PLACE, "c1"));
    commit(writes(PLACE, "c1").stamp(7, 2).add("task", -4, "__resume__", "new"));

    // When
    commit(writes(PLACE, "c1").stamp(7, 1).add("task", -4, "__resume__", "late"));

    // Then
    assertThat(found(PLACE, "c1").row().writes())
        .containsExactly(write("task", -4, "__resume__", "new"));
  }

  @Test
  void aSpecialWriteOfAnotherSessionOrWithoutStampReplaces() {
    // Given
    commit(put(PLACE, "c1"));
    commit(writes(PLACE, "c1").stamp(7, 9).add("a", -4, "r", "1").add("b", -4, "r", "1"));

    // When
    commit(writes(PLACE, "c1").stamp(8, 1).add("a", -4, "r", "2"));
    commit(writes(PLACE, "c1").add("b", -4, "r", "2"));

    // Then
    assertThat(found(PLACE, "c1").row().writes())
        .containsExactly(write("a", -4, "r", "2"), write("b", -4, "r", "2"));
  }

  @Test
  void aRepeatedDeleteDoesNotTouchTheRunThatFollowed() {
    // Given
    commit(put(PLACE, "c1"));
    assertThat(await(stores.threads().delete(thread("t"), OPERATION))).isTrue();
    commit(put(PLACE, "c2"));

    // When
    var repeat = await(stores.threads().delete(thread("t"), OPERATION));

    // Then
    assertThat(repeat).isTrue();
    assertThat(find(PLACE, "c2")).isPresent();
  }

  @Test
  void aRepeatedDeleteOfAnUnknownThreadStillSaysSo() {
    // Given
    assertThat(await(stores.threads().delete(thread("t"), OPERATION))).isFalse();
    commit(put(PLACE, "c1"));

    // When
    var repeat = await(stores.threads().delete(thread("t"), OPERATION));

    // Then
    assertThat(repeat).isFalse();
    assertThat(find(PLACE, "c1")).isPresent();
  }

  @Test
  void aRepeatedPruneGivesTheFirstAnswer() {
    // Given
    var threads = List.of(new ThreadId("t"));
    commit(put(PLACE, "c1"));
    commit(put(PLACE, "c2"));
    await(stores.threads().prune(TENANT, threads, PruneStrategy.KEEP_LATEST, OPERATION));
    commit(put(PLACE, "c3"));

    // When
    var repeat =
        await(stores.threads().prune(TENANT, threads, PruneStrategy.KEEP_LATEST, OPERATION));

    // Then
    assertThat(repeat).isEqualTo(1);
    assertThat(find(PLACE, "c2")).isPresent();
  }

  @Test
  void aRepeatedCopyGivesTheFirstAnswer() {
    // Given
    commit(put(PLACE, "c1"));
    await(stores.threads().copy(thread("t"), new ThreadId("u"), OPERATION));

    // When
    var repeat = await(stores.threads().copy(thread("t"), new ThreadId("u"), OPERATION));

    // Then
    assertThat(repeat).isEqualTo(1);
  }

  @Test
  void aRepeatedDeleteForRunsGivesTheFirstAnswer() {
    // Given
    var runs = List.of(new RunId("r"));
    commit(put(PLACE, "c1").meta("run_id", "r"));
    await(stores.threads().deleteForRuns(TENANT, runs, OPERATION));
    commit(put(PLACE, "c2").meta("run_id", "r"));

    // When
    var repeat = await(stores.threads().deleteForRuns(TENANT, runs, OPERATION));

    // Then
    assertThat(repeat).isEqualTo(1);
    assertThat(find(PLACE, "c2")).isPresent();
  }

  @Test
  void anOperationIdWithAnotherRequestIsRefusedAndDoesNothing() {
    // Given
    var here = stores.threads();
    commit(put(PLACE, "c1").meta("run_id", "r"));
    await(here.delete(thread("other"), OPERATION));

    // When
    var codes =
        List.of(
            failureOf(here.delete(thread("t"), OPERATION)),
            failureOf(here.copy(thread("t"), new ThreadId("u"), OPERATION)),
            failureOf(here.deleteForRuns(TENANT, List.of(new RunId("r")), OPERATION)),
            failureOf(
                here.prune(TENANT, List.of(new ThreadId("t")), PruneStrategy.DELETE, OPERATION)));

    // Then
    assertThat(codes).containsOnly(Code.OPERATION_ID_REUSED);
    assertThat(find(PLACE, "c1")).isPresent();
    assertThat(find(root("u"), null)).isEmpty();
  }

  @Test
  void ofTwoRequestsThatUseOneOperationIdAtOnceOneIsRefusedAndDoesNothing() {
    for (int round = 0; round < ROUNDS; round++) {
      // Given
      String name = "at once " + round;
      commit(put(root(name), "c1"));
      commit(put(root(name + "+"), "c1"));
      var operation = new OperationId(name);
      var threads = List.of(new ThreadId(name + "+"));

      // When
      var delete = stores.threads().delete(thread(name), operation);
      var prune = stores.threads().prune(TENANT, threads, PruneStrategy.DELETE, operation);

      // Then
      assertThat(Stream.of(delete, prune).map(RepeatConformance::codeOf))
          .containsExactlyInAnyOrder("done", Code.OPERATION_ID_REUSED.name());
      assertThat(Stream.of(root(name), root(name + "+")).filter(at -> find(at, null).isPresent()))
          .hasSize(1);
    }
  }

  private static String codeOf(CompletionStage<?> stage) {
    try {
      await(stage);
      return "done";
    } catch (Failure failure) {
      return failure.code().name();
    }
  }

  @Test
  void anOperationThatIsRefusedIsDoneByItsRepeat() {
    // Given
    commit(put(PLACE, "c1"));
    commit(put(root("u"), "c1"));
    var target = new ThreadId("u");
    assertThat(failureOf(stores.threads().copy(thread("t"), target, OPERATION)))
        .isEqualTo(Code.THREAD_EXISTS);
    await(stores.threads().delete(thread("u"), null));

    // When
    var repeat = await(stores.threads().copy(thread("t"), target, OPERATION));

    // Then
    assertThat(repeat).isEqualTo(1);
  }

  @Test
  void operationIdsOfTenantsAreApart() {
    // Given
    commit(put(PLACE, "c1"));
    var runs = List.of(new RunId("r"));
    await(stores.threads().deleteForRuns(new TenantId("elsewhere"), runs, OPERATION));

    // When
    var deleted = await(stores.threads().delete(thread("t"), OPERATION));

    // Then
    assertThat(deleted).isTrue();
  }
}
