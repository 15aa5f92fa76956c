package dev.holdfast.testkit.conformance;

import static dev.holdfast.testkit.gen.Fixtures.blob;
import static dev.holdfast.testkit.gen.Fixtures.channel;
import static dev.holdfast.testkit.gen.Fixtures.id;
import static dev.holdfast.testkit.gen.Fixtures.place;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static dev.holdfast.testkit.gen.Fixtures.write;
import static dev.holdfast.testkit.gen.Fixtures.writes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Appended.CheckpointStored;
import dev.holdfast.core.model.Appended.Status;
import dev.holdfast.core.model.Incarnation;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.sharing.Checksums;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Many operations in one transaction, as if one came after the other. */
public abstract class GroupConformance extends ConformanceBase {
  private static final NamespaceKey PLACE = root("t");

  @Test
  void theValueOfAParentInTheGroupStays() {
    // When
    var stored =
        stored(
            put(PLACE, "c1").value("a", 1, "first").build(),
            put(PLACE, "c2").parent("c1").value("a", 1, "second").build());

    // Then
    assertThat(stored.get(1).checksums().get(channel("a")))
        .isEqualTo(Checksums.of(blob("first").bytes()));
    assertThat(found(PLACE, "c2").values()).containsEntry(channel("a"), blob("first"));
  }

  @Test
  void oneVersionOfTwoBranchesInAGroupHasTwoValues() {
    // When
    var stored =
        stored(
            put(PLACE, "c1").value("a", 1, "root").build(),
            put(PLACE, "c2").parent("c1").value("a", 2, "one").build(),
            put(PLACE, "c3").parent("c1").value("a", 2, "other").build());

    // Then
    assertThat(stored.get(2).checksums().get(channel("a")))
        .isEqualTo(Checksums.of(blob("other").bytes()));
    assertThat(found(PLACE, "c2").values()).containsEntry(channel("a"), blob("one"));
    assertThat(found(PLACE, "c3").values()).containsEntry(channel("a"), blob("other"));
  }

  @Test
  void theValueOfAStoredParentWinsOverAllOfAGroup() {
    // Given
    commit(put(PLACE, "c0").value("a", 1, "stored"));

    // When
    var stored =
        stored(
            put(PLACE, "c1").parent("c0").value("a", 1, "first").build(),
            put(PLACE, "c2").parent("c0").value("a", 1, "second").build());

    // Then
    var kept = Checksums.of(blob("stored").bytes());
    assertThat(stored.get(0).checksums().get(channel("a"))).isEqualTo(kept);
    assertThat(stored.get(1).checksums().get(channel("a"))).isEqualTo(kept);
  }

  @Test
  void theFirstOrdinaryAndTheLastSpecialWriteOfAGroupStay() {
    // When
    group(
        put(PLACE, "c1").build(),
        writes(PLACE, "c1").add("task", 0, "a", "1").add("task", -3, "i", "1").build(),
        writes(PLACE, "c1").add("task", 0, "a", "2").add("task", -3, "i", "2").build(),
        writes(PLACE, "c1").add("task", 0, "a", "3").add("task", -3, "i", "3").build());

    // Then
    assertThat(found(PLACE, "c1").row().writes())
        .containsExactly(write("task", -3, "i", "3"), write("task", 0, "a", "1"));
  }

  @Test
  void theStampRuleHoldsAmongSpecialsOfAGroup() {
    // When
    group(
        put(PLACE, "c1").build(),
        writes(PLACE, "c1").stamp(7, 2).add("task", -3, "i", "new").build(),
        writes(PLACE, "c1").stamp(7, 1).add("task", -3, "i", "late").build());

    // Then
    assertThat(found(PLACE, "c1").row().writes()).containsExactly(write("task", -3, "i", "new"));
  }

  @Test
  void theStampRuleIsAppliedStepByStep() {
    // Given
    group(
        put(PLACE, "c1").build(),
        writes(PLACE, "c1").stamp(7, 5).add("task", -3, "i", "stored").build());

    // When
    group(
        writes(PLACE, "c1").stamp(8, 1).add("task", -3, "i", "other session").build(),
        writes(PLACE, "c1").stamp(7, 4).add("task", -3, "i", "last").build());

    // Then
    assertThat(found(PLACE, "c1").row().writes()).containsExactly(write("task", -3, "i", "last"));
  }

  @Test
  void aCheckpointTwiceInAGroupIsInsertedThenReplaced() {
    // When
    var stored =
        stored(
            put(PLACE, "c2").parent("c1").value("a", 1, "x").build(),
            put(PLACE, "c2").parent("c0").value("b", 1, "y").skeleton("second").build());

    // Then
    var row = found(PLACE, "c2").row();
    assertThat(stored.get(0).status()).isEqualTo(Status.INSERTED);
    assertThat(stored.get(1).status()).isEqualTo(Status.REPLACED);
    assertThat(row.parent()).isEqualTo(id("c1"));
    assertThat(row.skeleton()).isEqualTo(blob("second"));
    assertThat(row.versions()).containsOnlyKeys(channel("b"));
  }

  @Test
  void aLatePutInTheSameGroupIsUnchanged() {
    // When
    var stored =
        stored(
            put(PLACE, "c1").skeleton("new").stamp(7, 2).build(),
            put(PLACE, "c1").skeleton("late").stamp(7, 1).build(),
            put(PLACE, "c1").skeleton("newest").stamp(7, 3).build());

    // Then
    assertThat(stored)
        .extracting(CheckpointStored::status)
        .containsExactly(Status.INSERTED, Status.UNCHANGED, Status.REPLACED);
    assertThat(found(PLACE, "c1").row().skeleton()).isEqualTo(blob("newest"));
  }

  @Test
  void valuesOfAnEarlierPutOfTheGroupCount() {
    // When
    stored(
        put(PLACE, "c1").value("a", 1, "one").build(),
        put(PLACE, "c2").parent("c1").kept("a", 1).build());

    // Then
    assertThat(found(PLACE, "c2").values()).containsEntry(channel("a"), blob("one"));
  }

  @Test
  void laterPutsOfTheGroupAndRefusedOnesDoNotCount() {
    // When
    var outcomes =
        group(
            put(PLACE, "c1").kept("late", 1).build(),
            put(PLACE, "c2").value("a", 1, "one").kept("hole", 1).build(),
            put(PLACE, "c3").kept("a", 1).build(),
            put(PLACE, "c4").value("late", 1, "two").build());

    // Then
    for (int i = 0; i < 3; i++) {
      assertThat(refused(outcomes.get(i)).code()).isEqualTo(Code.MISSING_VALUES);
      assertThat(find(PLACE, "c" + (i + 1))).isEmpty();
    }
    assertThat(found(PLACE, "c4").values()).containsOnly(Map.entry(channel("late"), blob("two")));
  }

  @Test
  void aRefusedOperationLeavesItsNeighboursAlone() {
    // When
    var outcomes =
        group(
            put(PLACE, "c1").value("a", 1, "one").build(),
            put(PLACE, "c2").kept("hole", 1).build(),
            put(root("u"), "c1").incarnation(new Incarnation(987654321)).build(),
            put(PLACE, "c3").kept("a", 1).build(),
            writes(PLACE, "c3").add("task", 0, "a", "x").build());

    // Then
    assertThat(refused(outcomes.get(1)).code()).isEqualTo(Code.MISSING_VALUES);
    assertThat(refused(outcomes.get(2)).code()).isEqualTo(Code.THREAD_DELETED);
    assertThat(find(PLACE, "c1")).isPresent();
    assertThat(find(PLACE, "c2")).isEmpty();
    assertThat(find(root("u"), null)).isEmpty();
    assertThat(found(PLACE, "c3").row().writes()).hasSize(1);
  }

  @Test
  void threadsAndNamespacesOfAGroupAreApart() {
    // When
    var stored =
        stored(
            put(root("t"), "c1").value("a", 1, "t").build(),
            put(root("u"), "c1").value("a", 1, "u").build(),
            put(place("t", "child:1"), "c1").value("a", 1, "child").build());

    // Then
    assertThat(stored.get(0).incarnation()).isEqualTo(stored.get(2).incarnation());
    assertThat(stored.get(0).incarnation()).isNotEqualTo(stored.get(1).incarnation());
    assertThat(found(root("t"), null).values()).containsEntry(channel("a"), blob("t"));
    assertThat(found(root("u"), null).values()).containsEntry(channel("a"), blob("u"));
    assertThat(found(place("t", "child:1"), null).values())
        .containsEntry(channel("a"), blob("child"));
  }

  @Test
  void aLongChainInOneGroupIsStoredInOrder() {
    // Given
    Append[] chain = new Append[50];
    for (int i = 0; i < chain.length; i++) {
      var next = put(PLACE, "c%02d".formatted(i)).value("a", i, "v" + i).meta("source", "loop");
      chain[i] = (i == 0 ? next : next.parent("c%02d".formatted(i - 1))).build();
    }

    // When
    var stored = stored(chain);

    // Then
    assertThat(stored).noneMatch(CheckpointStored::conflict);
    assertThat(stored).allMatch(put -> put.status() == Status.INSERTED);
    assertThat(found(PLACE, null).values()).containsEntry(channel("a"), blob("v49"));
  }

  private List<CheckpointStored> stored(Append... puts) {
    return group(puts).stream()
        .map(ConformanceBase::done)
        .map(CheckpointStored.class::cast)
        .toList();
  }
}
