package dev.holdfast.testkit.conformance;

import static dev.holdfast.testkit.gen.Fixtures.TENANT;
import static dev.holdfast.testkit.gen.Fixtures.blob;
import static dev.holdfast.testkit.gen.Fixtures.channel;
import static dev.holdfast.testkit.gen.Fixtures.place;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static dev.holdfast.testkit.gen.Fixtures.thread;
import static dev.holdfast.testkit.gen.Fixtures.writes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.RunId;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.model.ThreadKey;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What deleting the checkpoints of runs takes away. */
public abstract class DeleteForRunsConformance extends ConformanceBase {
  private static final NamespaceKey PLACE = root("t");

  @Test
  void checkpointsOfTheRunsGoWithTheirWrites() {
    // Given
    commit(put(PLACE, "c1").meta("run_id", "keep"));
    commit(put(PLACE, "c2").meta("run_id", "gone"));
    commit(put(PLACE, "c3").meta("run_id", "gone too"));
    commit(put(PLACE, "c4"));
    commit(writes(PLACE, "c1").add("task", 0, "a", "x"));
    commit(writes(PLACE, "c2").add("task", 0, "a", "x"));

    // When
    var deleted = delete("gone", "gone too", "unheard of");

    // Then
    assertThat(deleted).isEqualTo(2);
    assertThat(find(PLACE, "c2")).isEmpty();
    assertThat(find(PLACE, "c3")).isEmpty();
    assertThat(find(PLACE, "c4")).isPresent();
    assertThat(found(PLACE, "c1").row().writes()).hasSize(1);
    commit(put(PLACE, "c2"));
    assertThat(found(PLACE, "c2").row().writes()).isEmpty();
  }

  @Test
  void itReachesAllThreadsAndNamespacesOfTheTenantOnly() {
    // Given
    var elsewhere =
        new NamespaceKey(
            new ThreadKey(new TenantId("elsewhere"), thread("t").thread()), PLACE.namespace());
    commit(put(PLACE, "c1").meta("run_id", "r"));
    commit(put(place("t", "child:1"), "c1").meta("run_id", "r"));
    commit(put(root("u"), "c1").meta("run_id", "r"));
    commit(put(elsewhere, "c1").meta("run_id", "r"));

    // When
    var deleted = delete("r");

    // Then
    assertThat(deleted).isEqualTo(3);
    assertThat(find(elsewhere, "c1")).isPresent();
  }

  @Test
  void noRunsAndUnknownRunsDeleteNothing() {
    // Given
    commit(put(PLACE, "c1").meta("run_id", "r"));

    // When / Then
    assertThat(delete()).isZero();
    assertThat(delete("unheard of")).isZero();
    assertThat(find(PLACE, "c1")).isPresent();
  }

  @Test
  void onlyTheTopLevelRunIdCounts() {
    // Given
    commit(put(PLACE, "c1").meta("nested", Map.of("run_id", "r")));
    commit(put(PLACE, "c2").meta("other", "r"));

    // When / Then
    assertThat(delete("r")).isZero();
  }

  @Test
  void valuesOfADeletedCheckpointAreGoneButForThoseThatShareThem() {
    // Given
    commit(put(PLACE, "c1").meta("run_id", "r").value("a", 1, "one").value("b", 1, "shared"));
    commit(put(PLACE, "c2").kept("b", 1));

    // When
    delete("r");

    // Then
    var outcome = group(put(PLACE, "c3").parent("c1").kept("a", 1).build()).get(0);
    assertThat(refused(outcome).code()).isEqualTo(Code.MISSING_VALUES);
    assertThat(found(PLACE, "c2").values()).containsEntry(channel("b"), blob("shared"));
  }

  @Test
  void valuesOfTheSameNameInAnotherNamespaceStay() {
    // Given
    commit(put(PLACE, "c1").meta("run_id", "r").value("a", 1, "root"));
    commit(put(place("t", "child:1"), "c1").value("a", 1, "child"));

    // When
    delete("r");

    // Then
    assertThat(found(place("t", "child:1"), "c1").values())
        .containsEntry(channel("a"), blob("child"));
  }

  @Test
  void theThreadLivesOn() {
    // Given
    var incarnation = commit(put(PLACE, "c1").meta("run_id", "r")).incarnation();
    commit(put(PLACE, "c2"));

    // When
    delete("r");

    // Then
    assertThat(commit(put(PLACE, "c3").incarnation(incarnation)).incarnation())
        .isEqualTo(incarnation);
  }

  private long delete(String... runs) {
    return await(
        stores.threads().deleteForRuns(TENANT, Stream.of(runs).map(RunId::new).toList(), null));
  }
}
