package dev.holdfast.testkit.conformance;

import static dev.holdfast.testkit.gen.Fixtures.blob;
import static dev.holdfast.testkit.gen.Fixtures.channel;
import static dev.holdfast.testkit.gen.Fixtures.history;
import static dev.holdfast.testkit.gen.Fixtures.id;
import static dev.holdfast.testkit.gen.Fixtures.place;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static dev.holdfast.testkit.gen.Fixtures.thread;
import static dev.holdfast.testkit.gen.Fixtures.writes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.model.HistoryPolicy;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.testkit.gen.PutBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What stays of a thread that keeps only the latest of its history. */
public abstract class ConflationConformance extends ConformanceBase {
  private static final NamespaceKey PLACE = root("t");
  private static final NamespaceKey CHILD = place("t", "child:1");

  @BeforeEach
  final void keepOnlyTheLatest() {
    await(stores.threads().setHistory(thread("t"), HistoryPolicy.LATEST, null));
  }

  @Test
  void theHeadOfEachNamespaceStaysAndItsParentWithTheirWrites() {
    // Given
    for (NamespaceKey place : List.of(PLACE, CHILD)) {
      chain(place, "c1", "c2", "c3", "c4");
      for (String id : List.of("c2", "c3", "c4")) {
        commit(writes(place, id).add("task", 0, "a", "of " + id));
      }
    }

    // When
    var gone = conflate();

    // Then
    assertThat(gone).isEqualTo(4);
    assertThat(conflate()).isZero();
    for (NamespaceKey place : List.of(PLACE, CHILD)) {
      assertThat(left(place)).containsExactly("c4", "c3");
      assertThat(found(place, "c4").row().parent()).isEqualTo(id("c3"));
      assertThat(found(place, "c3").row().parent()).isNull();
      assertThat(found(place, "c3").row().writes()).hasSize(1);
      assertThat(found(place, "c4").row().writes()).hasSize(1);
    }
  }

  @Test
  void theParentStaysThoughAnotherCheckpointIsNewer() {
    // Given
    chain(PLACE, "c1", "c2", "c3");
    commit(put(PLACE, "c4").parent("c1"));

    // When
    conflate();

    // Then
    assertThat(left(PLACE)).containsExactly("c4", "c1");
  }

  @Test
  void whatWasInterruptedStaysWithItsValuesAndWrites() {
    // Given
    commit(put(PLACE, "c1").value("a", 1, "one"));
    commit(put(PLACE, "c2").parent("c1").value("a", 2, "two"));
    commit(writes(PLACE, "c2").add("task", -3, "__interrupt__", "?").add("task", -4, "r", "yes"));
    commit(put(PLACE, "c3").parent("c2").value("a", 3, "three"));
    commit(put(PLACE, "c4").parent("c3").value("a", 4, "four"));
    commit(put(PLACE, "c5").parent("c4").value("a", 5, "five"));

    // When
    conflate();

    // Then
    assertThat(left(PLACE)).containsExactly("c5", "c4", "c2");
    assertThat(found(PLACE, "c2").values()).containsEntry(channel("a"), blob("two"));
    assertThat(found(PLACE, "c2").row().writes()).hasSize(2);
    assertThat(found(PLACE, "c2").row().parent()).isNull();
  }

  @Test
  void whatFailedOrWasResumedDoesNotStay() {
    // Given
    chain(PLACE, "c1", "c2", "c3");
    commit(
        writes(PLACE, "c1")
            .add("task", -1, "__error__", "x")
            .add("task", -2, "__scheduled__", "x")
            .add("task", -4, "__resume__", "x"));

    // When
    conflate();

    // Then
    assertThat(left(PLACE)).containsExactly("c3", "c2");
  }

  @Test
  void anInterruptOfAnotherNamespaceKeepsNothing() {
    // Given
    chain(PLACE, "c1", "c2", "c3");
    commit(writes(CHILD, "c1").add("task", -3, "__interrupt__", "?"));

    // When
    conflate();

    // Then
    assertThat(left(PLACE)).containsExactly("c3", "c2");
  }

  @Test
  void aDeltaChannelOfTheHeadKeepsTheAncestorsThatItIsRebuiltFrom() {
    // Given
    commit(counted("c1", null).value("d", 1, "too old"));
    commit(counted("c2", "c1").value("d", 2, "seed"));
    commit(counted("c3", "c2").empty("d", 3));
    commit(counted("c4", "c3").empty("d", 4));
    commit(counted("c5", "c4").empty("d", 5));

    // When / Then
    conflatingChangesNothingAbout("c5");
    assertThat(left(PLACE)).containsExactly("c5", "c4", "c3", "c2");
  }

  @Test
  void aDeltaChannelOfTheParentKeepsItsAncestorsThoughTheHeadHasAValue() {
    // Given
    commit(counted("c2", null).value("d", 2, "seed"));
    commit(counted("c3", "c2").empty("d", 3));
    commit(counted("c4", "c3").empty("d", 4));
    commit(counted("c5", "c4").value("d", 5, "snapshot"));

    // When / Then
    conflatingChangesNothingAbout("c4");
    assertThat(left(PLACE)).containsExactly("c5", "c4", "c3", "c2");
  }

  @Test
  void aDeltaChannelOfWhatWasInterruptedKeepsItsAncestors() {
    // Given
    commit(counted("c2", null).value("d", 2, "seed"));
    commit(counted("c3", "c2").empty("d", 3));
    commit(counted("c4", "c3").empty("d", 4));
    commit(writes(PLACE, "c4").add("task", -3, "__interrupt__", "?"));
    commit(counted("c5", "c4").value("d", 5, "snapshot"));
    commit(counted("c6", "c5").value("d", 6, "snapshot"));
    commit(counted("c7", "c6").value("d", 7, "snapshot"));

    // When / Then
    conflatingChangesNothingAbout("c4");
    assertThat(left(PLACE)).containsExactly("c7", "c6", "c4", "c3", "c2");
  }

  @Test
  void whatTheHeadIsRebuiltFromDoesNotHideWhatItsParentIsRebuiltFrom() {
    // Given
    commit(counted("c1", null).value("d", 1, "seed"));
    commit(
        counted("c2", "c1")
            .empty("d", 2)
            .value("e", 2, "nearer")
            .meta("delta_writes_versioned", true));
    commit(counted("c3", "c2").empty("d", 3).empty("e", 3));
    commit(counted("c4", "c3").value("d", 4, "snapshot").empty("e", 4));

    // When / Then
    conflatingChangesNothingAbout("c3");
    assertThat(left(PLACE)).containsExactly("c4", "c3", "c2", "c1");
  }

  private void conflatingChangesNothingAbout(String id) {
    for (String written : List.of("c2", "c3", "c4")) {
      commit(writes(PLACE, written).add("task", 0, "d", "delta of " + written));
    }
    var tuple = found(PLACE, id);
    var before = await(stores.reader().deltaHistory(PLACE, id(id), List.of(channel("d"))));
    conflate();
    assertThat(found(PLACE, id)).isEqualTo(tuple);
    assertThat(await(stores.reader().deltaHistory(PLACE, id(id), List.of(channel("d")))))
        .isEqualTo(before);
  }

  @Test
  void writesThatWaitForTheirCheckpointStay() {
    // Given
    chain(PLACE, "c1", "c2", "c3");
    commit(writes(PLACE, "c4").add("task", 0, "a", "early"));

    // When
    conflate();

    // Then
    commit(put(PLACE, "c4").parent("c3"));
    assertThat(found(PLACE, "c4").row().writes()).hasSize(1);
  }

  @Test
  void aPutGoesOnFromTheHeadAndIsRefusedWhatIsGone() {
    // Given
    commit(put(PLACE, "c1").value("a", 1, "old").value("b", 1, "shared"));
    commit(put(PLACE, "c2").parent("c1").value("a", 2, "new").kept("b", 1));
    commit(put(PLACE, "c3").parent("c2").kept("a", 2).kept("b", 1));

    // When
    conflate();

    // Then
    var refused = group(put(PLACE, "c4").parent("c1").kept("a", 1).build()).get(0);
    assertThat(refused(refused).code()).isEqualTo(Code.MISSING_VALUES);
    commit(put(PLACE, "c5").parent("c3").kept("a", 2).kept("b", 1));
    assertThat(found(PLACE, "c5").values())
        .containsEntry(channel("a"), blob("new"))
        .containsEntry(channel("b"), blob("shared"));
  }

  private long conflate() {
    return await(stores.threads().conflate(thread("t")));
  }

  private void chain(NamespaceKey place, String... ids) {
    for (int i = 0; i < ids.length; i++) {
      var put = put(place, ids[i]);
      commit(i == 0 ? put : put.parent(ids[i - 1]));
    }
  }

  private static PutBuilder counted(String id, @Nullable String parent) {
    var put = put(PLACE, id).meta("counters_since_delta_snapshot", Map.of("d", List.of(1, 1)));
    return parent == null ? put : put.parent(parent);
  }

  private List<String> left(NamespaceKey place) {
    var query = history().thread("t").namespace(place.namespace().value()).build();
    return await(stores.reader().list(query)).checkpoints().stream()
        .map(row -> row.key().id().value())
        .toList();
  }
}
