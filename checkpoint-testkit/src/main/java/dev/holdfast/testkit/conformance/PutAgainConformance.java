package dev.holdfast.testkit.conformance;

import static dev.holdfast.testkit.gen.Fixtures.TENANT;
import static dev.holdfast.testkit.gen.Fixtures.blob;
import static dev.holdfast.testkit.gen.Fixtures.channel;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.model.Appended.CheckpointStored;
import dev.holdfast.core.model.Appended.Status;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.PruneStrategy;
import dev.holdfast.core.model.RunId;
import dev.holdfast.core.model.ThreadId;
import dev.holdfast.core.sharing.Checksums;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which values a checkpoint has after its id was put again. */
public abstract class PutAgainConformance extends ConformanceBase {
  private static final NamespaceKey PLACE = root("t");

  @Test
  void itsOwnValueStays() {
    // Given
    commit(put(PLACE, "c1").value("a", 1, "first"));

    // When
    var stored = commit(put(PLACE, "c1").value("a", 1, "second"));

    // Then
    assertThat(stored.status()).isEqualTo(Status.REPLACED);
    kept(stored, "first");
    has("c1", "first");
  }

  @Test
  void itsOwnValueCountsMoreThanTheParents() {
    // Given
    commit(put(PLACE, "c1").value("a", 9, "of the parent"));
    commit(put(PLACE, "c2").parent("c1").value("a", 1, "own"));
    commit(put(PLACE, "c1").value("a", 1, "the parent has it now"));

    // When
    var sent = commit(put(PLACE, "c2").parent("c1").value("a", 1, "sent"));
    commit(put(PLACE, "c2").parent("c1").kept("a", 1));

    // Then
    kept(sent, "own");
    has("c2", "own");
  }

  @Test
  void theFirstParentCountsMoreThanWhatIsSentOrAnotherParent() {
    // Given
    commit(put(PLACE, "c1").value("a", 1, "first parent"));
    commit(put(PLACE, "c2").value("a", 1, "other parent"));
    commit(put(PLACE, "c3").parent("c1").value("a", 2, "own"));

    // When
    var stored = commit(put(PLACE, "c3").parent("c2").value("a", 1, "sent"));

    // Then
    kept(stored, "first parent");
    has("c3", "first parent");
  }

  @Test
  void withoutAFirstParentTheOneNamedLaterHasNoSay() {
    // Given
    commit(put(PLACE, "c1").value("a", 1, "named later"));
    commit(put(PLACE, "c2"));

    // When
    commit(put(PLACE, "c2").parent("c1").value("a", 1, "sent"));

    // Then
    has("c2", "sent");
  }

  @Test
  void aNewVersionHasWhatIsSentElseWhatTheNewestHas() {
    // Given
    commit(put(PLACE, "c1").value("a", 1, "own").value("b", 1, "own"));
    commit(put(PLACE, "c9").value("a", 2, "newest").value("b", 2, "newest"));

    // When
    commit(put(PLACE, "c1").value("a", 2, "sent").kept("b", 2));

    // Then
    has("c1", "sent");
    assertThat(found(PLACE, "c1").values()).containsEntry(channel("b"), blob("newest"));
  }

  @Test
  void itsOwnVersionNeedNotBeSentAgain() {
    // Given
    commit(put(PLACE, "c1").value("a", 1, "own"));
    commit(put(PLACE, "c9"));

    // When
    commit(put(PLACE, "c1").kept("a", 1).skeleton("new"));

    // Then
    has("c1", "own");
  }

  @Test
  void whatAReplacementDroppedIsForgotten() {
    // Given
    commit(put(PLACE, "c1").value("a", 1, "first"));
    commit(put(PLACE, "c1").value("a", 2, "second"));

    // When
    var missing = group(put(PLACE, "c1").kept("a", 1).build()).get(0);
    commit(put(PLACE, "c1").value("a", 1, "third"));

    // Then
    assertThat(refused(missing).code()).isEqualTo(Code.MISSING_VALUES);
    has("c1", "third");
  }

  @Test
  void aRefusedReplacementChangesNothing() {
    // Given
    commit(put(PLACE, "c1").value("a", 1, "first"));
    var before = found(PLACE, "c1");

    // When
    var again = put(PLACE, "c1").value("a", 2, "second").kept("hole", 1).skeleton("new");
    var outcome = group(again.build()).get(0);

    // Then
    assertThat(refused(outcome).code()).isEqualTo(Code.MISSING_VALUES);
    assertThat(found(PLACE, "c1")).isEqualTo(before);
  }

  @Test
  void thoseThatTookAValueKeepItWhenTheParentIsReplaced() {
    // Given
    commit(put(PLACE, "c1").value("a", 1, "taken"));
    commit(put(PLACE, "c2").parent("c1").kept("a", 1));

    // When
    commit(put(PLACE, "c1").value("a", 2, "replaced"));

    // Then
    has("c1", "replaced");
    has("c2", "taken");
  }

  @Test
  void thoseThatTookAValueKeepItWhenTheParentIsGone() {
    // Given
    commit(put(PLACE, "c1").value("a", 1, "taken").meta("run_id", "r"));
    commit(put(PLACE, "c2").parent("c1").kept("a", 1));
    commit(put(PLACE, "c3").parent("c2").kept("a", 1));

    // When
    await(stores.threads().deleteForRuns(TENANT, List.of(new RunId("r")), null));
    has("c2", "taken");
    var threads = List.of(new ThreadId("t"));
    await(stores.threads().prune(TENANT, threads, PruneStrategy.KEEP_LATEST, null));

    // Then
    has("c3", "taken");
  }

  @Test
  void aLatePutIsToldWhatIsStoredElseWhatItSent() {
    // Given
    commit(put(PLACE, "c1").value("a", 1, "stored").empty("c", 1).stamp(7, 2));

    // When
    var late = put(PLACE, "c1").stamp(7, 1).value("a", 1, "late");
    var stored = commit(late.value("b", 1, "late b").value("c", 1, "late c"));

    // Then
    assertThat(stored.status()).isEqualTo(Status.UNCHANGED);
    kept(stored, "stored");
    assertThat(stored.checksums())
        .hasSize(3)
        .containsEntry(channel("b"), Checksums.of(blob("late b").bytes()))
        .containsEntry(channel("c"), Checksums.of(blob("late c").bytes()));
    assertThat(found(PLACE, "c1").values()).containsOnlyKeys(channel("a"));
  }

  @Test
  void aLatePutOfAnotherVersionIsToldWhatItSent() {
    // Given
    commit(put(PLACE, "c1").value("a", 2, "stored").stamp(7, 2));

    // When
    var stored = commit(put(PLACE, "c1").value("a", 1, "late").stamp(7, 1));

    // Then
    kept(stored, "late");
    has("c1", "stored");
  }

  @Test
  void aLatePutMissesNothing() {
    // Given
    commit(put(PLACE, "c1").stamp(7, 2));

    // When
    var stored = commit(put(PLACE, "c1").kept("a", 1).stamp(7, 1));

    // Then
    assertThat(stored.status()).isEqualTo(Status.UNCHANGED);
  }

  private void has(String id, String text) {
    assertThat(found(PLACE, id).values()).containsEntry(channel("a"), blob(text));
  }

  private static void kept(CheckpointStored stored, String text) {
    assertThat(stored.checksums()).containsEntry(channel("a"), Checksums.of(blob(text).bytes()));
  }
}
