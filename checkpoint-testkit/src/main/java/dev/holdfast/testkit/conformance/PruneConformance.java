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
import dev.holdfast.core.model.PruneStrategy;
import dev.holdfast.core.model.ThreadId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What pruning leaves, where no delta channel needs more. */
public abstract class PruneConformance extends ConformanceBase {
  private static final NamespaceKey PLACE = root("t");
  private static final NamespaceKey CHILD = place("t", "child:1");

  @Test
  void theLatestOfEachNamespaceStaysWithItsWrites() {
    // Given
    for (NamespaceKey place : List.of(PLACE, CHILD)) {
      commit(put(place, "c1"));
      commit(put(place, "c3").parent("c1"));
      commit(put(place, "c2").parent("c1"));
      commit(writes(place, "c3").add("task", 0, "a", "x"));
    }

    // When
    var pruned = keepLatest("t");

    // Then
    assertThat(pruned).isEqualTo(4);
    for (NamespaceKey place : List.of(PLACE, CHILD)) {
      assertThat(find(place, "c1")).isEmpty();
      assertThat(find(place, "c2")).isEmpty();
      assertThat(found(place, "c3").row().writes()).hasSize(1);
    }
  }

  @Test
  void aKeptCheckpointForgetsARemovedParent() {
    // Given
    commit(put(PLACE, "c1"));
    commit(put(PLACE, "c2").parent("c1"));

    // When
    keepLatest("t");

    // Then
    assertThat(found(PLACE, null).row().parent()).isNull();
  }

  @Test
  void writesOfRemovedCheckpointsGo() {
    // Given
    commit(put(PLACE, "c1"));
    commit(put(PLACE, "c2"));
    commit(writes(PLACE, "c1").add("task", 0, "a", "x"));

    // When
    keepLatest("t");

    // Then
    commit(put(PLACE, "c1"));
    assertThat(found(PLACE, "c1").row().writes()).isEmpty();
  }

  @Test
  void writesThatWaitForTheirCheckpointStay() {
    // Given
    commit(put(PLACE, "c1"));
    commit(put(PLACE, "c2"));
    commit(writes(PLACE, "c3").add("task", 0, "a", "early"));

    // When
    keepLatest("t");

    // Then
    commit(put(PLACE, "c3"));
    assertThat(found(PLACE, "c3").row().writes()).hasSize(1);
  }

  @Test
  void valuesOfTheKeptCheckpointStayAndTheOthersAreGone() {
    // Given
    commit(put(PLACE, "c1").value("a", 1, "old").value("b", 1, "shared"));
    commit(put(PLACE, "c2").value("a", 2, "new").kept("b", 1));

    // When
    keepLatest("t");

    // Then
    assertThat(found(PLACE, "c2").values())
        .containsEntry(channel("a"), blob("new"))
        .containsEntry(channel("b"), blob("shared"));
    var outcome = group(put(PLACE, "c3").parent("c1").kept("a", 1).build()).get(0);
    assertThat(refused(outcome).code()).isEqualTo(Code.MISSING_VALUES);
    commit(put(PLACE, "c4").value("a", 1, "again"));
    assertThat(found(PLACE, "c4").values()).containsEntry(channel("a"), blob("again"));
  }

  @Test
  void onlyTheListedThreadsArePruned() {
    // Given
    for (String thread : List.of("t", "u", "v")) {
      commit(put(root(thread), "c1"));
      commit(put(root(thread), "c2"));
    }

    // When
    var pruned = keepLatest("t", "u", "t", "unheard of");

    // Then
    assertThat(pruned).isEqualTo(2);
    assertThat(find(root("v"), "c1")).isPresent();
  }

  @Test
  void nothingToPruneIsZero() {
    // Given
    commit(put(PLACE, "c1"));

    // When / Then
    assertThat(keepLatest()).isZero();
    assertThat(keepLatest("unheard of")).isZero();
    assertThat(keepLatest("t")).isZero();
    assertThat(find(PLACE, "c1")).isPresent();
  }

  @Test
  void theLifeOfAPrunedThreadGoesOn() {
    // Given
    commit(put(PLACE, "c1"));
    var incarnation = commit(put(PLACE, "c2")).incarnation();

    // When
    keepLatest("t");

    // Then
    assertThat(commit(put(PLACE, "c3").incarnation(incarnation)).incarnation())
        .isEqualTo(incarnation);
  }

  @Test
  void theStrategyDeleteLeavesNothing() {
    // Given
    commit(put(PLACE, "c1"));
    commit(put(PLACE, "c2"));
    commit(put(CHILD, "c1"));
    commit(writes(PLACE, "c3").add("task", 0, "a", "early"));

    // When
    var pruned = prune(PruneStrategy.DELETE, "t");

    // Then
    assertThat(pruned).isEqualTo(3);
    assertThat(find(PLACE, null)).isEmpty();
    assertThat(find(CHILD, null)).isEmpty();
    assertThat(await(stores.threads().thread(thread("t")))).isEmpty();
  }

  @Test
  void afterTheStrategyDeleteLateWritersAreRefused() {
    // Given
    var stale = commit(put(PLACE, "c1")).incarnation();

    // When
    prune(PruneStrategy.DELETE, "t");

    // Then
    var outcome = group(put(PLACE, "c2").incarnation(stale).build()).get(0);
    assertThat(refused(outcome).code()).isEqualTo(Code.THREAD_DELETED);
  }

  private long keepLatest(String... ids) {
    return prune(PruneStrategy.KEEP_LATEST, ids);
  }

  private long prune(PruneStrategy strategy, String... ids) {
    var threads = Stream.of(ids).map(ThreadId::new).toList();
    return await(stores.threads().prune(TENANT, threads, strategy, null));
  }
}
