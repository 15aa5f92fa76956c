package dev.holdfast.testkit.conformance;

import static dev.holdfast.testkit.gen.Fixtures.place;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.model.Appended.CheckpointStored;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.testkit.gen.PutBuilder;
import org.junit.jupiter.api.Test;

/** Two writers of one thread are noticed. */
public abstract class ConflictConformance extends ConformanceBase {
  private static final NamespaceKey PLACE = root("t");

  @Test
  void aRunThatContinuesFromTheHeadIsAlone() {
    // Given
    commit(running("c1"));

    // When
    var stored = commit(running("c2").parent("c1"));

    // Then
    assertThat(stored.conflict()).isFalse();
  }

  @Test
  void aRunBesideAnotherHeadIsAConflict() {
    // Given
    commit(running("c1"));
    commit(running("c2").parent("c1"));

    // When
    var stored = commit(running("c3").parent("c1"));

    // Then
    assertThat(stored.conflict()).isTrue();
  }

  @Test
  void anInputWithoutParentBesideAHeadIsAConflict() {
    // Given
    commit(running("c1"));

    // When
    var stored = commit(put(PLACE, "c2").meta("source", "input"));

    // Then
    assertThat(stored.conflict()).isTrue();
  }

  @Test
  void anUpdateOrForkBesideAHeadIsMeantToBeThere() {
    // Given
    commit(running("c1"));
    commit(running("c2").parent("c1"));

    // When
    var update = commit(put(PLACE, "c3").parent("c1").meta("source", "update"));
    var fork = commit(put(PLACE, "c4").parent("c1").meta("source", "fork"));
    var none = commit(put(PLACE, "c5").parent("c1"));

    // Then
    assertThat(update.conflict()).isFalse();
    assertThat(fork.conflict()).isFalse();
    assertThat(none.conflict()).isFalse();
  }

  @Test
  void puttingTheHeadAgainIsNoConflict() {
    // Given
    commit(running("c1"));
    commit(running("c2").parent("c1"));

    // When
    var again = commit(running("c2").parent("c1"));

    // Then
    assertThat(again.conflict()).isFalse();
  }

  @Test
  void theHeadOfAnotherNamespaceDoesNotCount() {
    // Given
    commit(running("c1"));

    // When
    var stored = commit(put(place("t", "child:1"), "c2").meta("source", "loop"));

    // Then
    assertThat(stored.conflict()).isFalse();
  }

  @Test
  void earlierPutsOfTheGroupMoveTheHead() {
    // Given
    commit(running("c1"));

    // When
    var outcomes = group(running("c2").parent("c1").build(), running("c3").parent("c1").build());

    // Then
    assertThat(((CheckpointStored) done(outcomes.get(0))).conflict()).isFalse();
    assertThat(((CheckpointStored) done(outcomes.get(1))).conflict()).isTrue();
  }

  @Test
  void theHeadIsTheGreatestIdAndNotTheLastPut() {
    // When
    var outcomes =
        group(
            running("c5").build(),
            put(PLACE, "c4").meta("source", "fork").build(),
            running("c6").parent("c5").build());

    // Then
    assertThat(((CheckpointStored) done(outcomes.get(2))).conflict()).isFalse();
  }

  private static PutBuilder running(String id) {
    return put(PLACE, id).meta("source", "loop");
  }
}
