package dev.holdfast.testkit.conformance;

import static dev.holdfast.testkit.gen.Fixtures.TENANT;
import static dev.holdfast.testkit.gen.Fixtures.channel;
import static dev.holdfast.testkit.gen.Fixtures.history;
import static dev.holdfast.testkit.gen.Fixtures.id;
import static dev.holdfast.testkit.gen.Fixtures.place;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static dev.holdfast.testkit.gen.Fixtures.writes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.PruneStrategy;
import dev.holdfast.core.model.ThreadId;
import dev.holdfast.testkit.gen.PutBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Pruning keeps what delta channels of the latest checkpoint are rebuilt from. */
public abstract class PruneDeltaConformance extends ConformanceBase {
  private static final NamespaceKey PLACE = root("t");

  @Test
  void ancestorsBackToTheNearestValueStay() {
    // Given
    commit(counted("c1", null).value("d", 1, "too old"));
    commit(counted("c2", "c1").value("d", 2, "seed"));
    commit(counted("c3", "c2").empty("d", 3));
    commit(counted("c4", "c3").empty("d", 4));
    commit(counted("c5", "c2").empty("d", 5).meta("source", "fork"));
    commit(counted("c6", "c4").empty("d", 6));
    commit(writes(PLACE, "c3").add("task", 0, "d", "delta"));
    var before = await(stores.reader().deltaHistory(PLACE, null, List.of(channel("d"))));

    // When
    keepLatest();

    // Then
    assertThat(left()).containsExactly("c6", "c4", "c3", "c2");
    assertThat(found(PLACE, "c3").row().parent()).isEqualTo(id("c2"));
    assertThat(found(PLACE, "c2").row().parent()).isNull();
    assertThat(await(stores.reader().deltaHistory(PLACE, null, List.of(channel("d")))))
        .isEqualTo(before);
  }

  @Test
  void withoutAnyValueTheWholeChainStays() {
    // Given
    commit(counted("c1", null).empty("d", 1));
    commit(counted("c2", "c1").empty("d", 2));
    commit(put(PLACE, "c0").meta("source", "update"));
    commit(counted("c3", "c2").empty("d", 3));

    // When
    keepLatest();

    // Then
    assertThat(left()).containsExactly("c3", "c2", "c1");
  }

  @Test
  void aValueAtTheHeadNeedsNoAncestor() {
    // Given
    commit(counted("c1", null).value("d", 1, "seed"));
    commit(counted("c2", "c1").empty("d", 2));
    commit(counted("c3", "c2").value("d", 3, "snapshot"));

    // When
    keepLatest();

    // Then
    assertThat(left()).containsExactly("c3");
  }

  @Test
  void emptyChannelsThatAreNotCountedNeedNoAncestor() {
    // Given
    commit(counted("c1", null).value("d", 1, "seed").value("other", 1, "x"));
    commit(counted("c2", "c1").empty("d", 2).empty("other", 2));
    commit(counted("c3", "c2").value("d", 3, "snapshot").empty("other", 3));

    // When
    keepLatest();

    // Then
    assertThat(left()).containsExactly("c3");
  }

  @Test
  void theChannelThatGoesBackFurthestDecides() {
    // Given
    var both = Map.of("d", List.of(1, 1), "e", List.of(1, 1));
    commit(put(PLACE, "c0"));
    commit(put(PLACE, "c1").parent("c0").value("d", 1, "far").value("e", 1, "x"));
    commit(put(PLACE, "c2").parent("c1").empty("d", 2).value("e", 2, "near"));
    commit(
        put(PLACE, "c3")
            .parent("c2")
            .empty("d", 3)
            .empty("e", 3)
            .meta("counters_since_delta_snapshot", both));

    // When
    keepLatest();

    // Then
    assertThat(left()).containsExactly("c3", "c2", "c1");
  }

  @Test
  void oneCheckpointOfTheNamespaceThatCountsIsEnough() {
    // Given
    commit(put(PLACE, "c1").value("d", 1, "seed"));
    commit(counted("c2", "c1").empty("d", 2));
    commit(put(PLACE, "c3").parent("c2").empty("d", 3));

    // When
    keepLatest();

    // Then
    assertThat(left()).containsExactly("c3", "c2", "c1");
  }

  @Test
  void versionedDeltaWritesMakeEveryEmptyChannelCount() {
    // Given
    commit(put(PLACE, "c0"));
    commit(put(PLACE, "c1").parent("c0").value("x", 1, "seed"));
    commit(put(PLACE, "c2").parent("c1").empty("x", 2).meta("delta_writes_versioned", true));
    commit(put(PLACE, "c3").parent("c2").empty("x", 3));

    // When
    keepLatest();

    // Then
    assertThat(left()).containsExactly("c3", "c2", "c1");
  }

  @Test
  void aDeltaChannelOfAnotherNamespaceDoesNotCount() {
    // Given
    var counters = Map.of("d", List.of(1, 1));
    commit(put(place("t", "child:1"), "c1").meta("counters_since_delta_snapshot", counters));
    commit(put(PLACE, "c1").value("d", 1, "seed"));
    commit(put(PLACE, "c2").parent("c1").empty("d", 2));

    // When
    keepLatest();

    // Then
    assertThat(left()).containsExactly("c2");
  }

  private static PutBuilder counted(String id, @Nullable String parent) {
    var put = put(PLACE, id).meta("counters_since_delta_snapshot", Map.of("d", List.of(1, 1)));
    return parent == null ? put : put.parent(parent);
  }

  private void keepLatest() {
    var threads = List.of(new ThreadId("t"));
    await(stores.threads().prune(TENANT, threads, PruneStrategy.KEEP_LATEST, null));
  }

  private List<String> left() {
    return await(stores.reader().list(history().thread("t").namespace("").build()))
        .checkpoints()
        .stream()
        .map(row -> row.key().id().value())
        .toList();
  }
}
