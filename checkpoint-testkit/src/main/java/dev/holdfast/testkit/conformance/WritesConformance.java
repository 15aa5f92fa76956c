package dev.holdfast.testkit.conformance;

import static dev.holdfast.testkit.gen.Fixtures.place;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static dev.holdfast.testkit.gen.Fixtures.thread;
import static dev.holdfast.testkit.gen.Fixtures.write;
import static dev.holdfast.testkit.gen.Fixtures.writes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.PendingWrite;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of pending writes. */
public abstract class WritesConformance extends ConformanceBase {
  private static final NamespaceKey PLACE = root("t");

  @Test
  void writesComeBackWithTheirCheckpoint() {
    // Given
    commit(put(PLACE, "c1"));
    PendingWrite sent = write("~__pregel_pull, a", "task", 0, "messages", "hello");

    // When
    commit(writes(PLACE, "c1").add(sent));

    // Then
    assertThat(pending("c1")).containsExactly(sent);
  }

  @Test
  void writesMayComeBeforeTheirCheckpoint() {
    // Given
    commit(writes(PLACE, "c1").add("task", 0, "a", "early"));

    // When
    commit(put(PLACE, "c1"));

    // Then
    assertThat(pending("c1")).containsExactly(write("task", 0, "a", "early"));
  }

  @Test
  void writesAloneBeginAThreadButAreNoCheckpoint() {
    // When
    var incarnation = commit(writes(PLACE, "c1").add("task", 0, "a", "early"));

    // Then
    assertThat(find(PLACE, "c1")).isEmpty();
    assertThat(find(PLACE, null)).isEmpty();
    assertThat(await(stores.threads().thread(thread("t"))).orElseThrow().incarnation())
        .isEqualTo(incarnation);
  }

  @Test
  void anOrdinaryWriteStays() {
    // Given
    commit(put(PLACE, "c1"));
    commit(writes(PLACE, "c1").add("task", 0, "a", "first"));

    // When
    commit(writes(PLACE, "c1").add(write("path", "task", 0, "b", "second")));

    // Then
    assertThat(pending("c1")).containsExactly(write("task", 0, "a", "first"));
  }

  @Test
  void aSpecialWriteIsReplacedWithPathChannelAndValue() {
    // Given
    commit(put(PLACE, "c1"));
    commit(writes(PLACE, "c1").add("task", -3, "__interrupt__", "first"));

    // When
    commit(writes(PLACE, "c1").add(write("path", "task", -3, "other", "second")));

    // Then
    assertThat(pending("c1")).containsExactly(write("path", "task", -3, "other", "second"));
  }

  @Test
  void itIsDecidedForEachWriteOfACallAlone() {
    // Given
    commit(put(PLACE, "c1"));
    commit(writes(PLACE, "c1").add("task", 0, "a", "first").add("task", -1, "__error__", "first"));

    // When
    commit(
        writes(PLACE, "c1")
            .add("task", 0, "a", "second")
            .add("task", -1, "__error__", "second")
            .add("task", 1, "b", "new"));

    // Then
    assertThat(pending("c1"))
        .containsExactly(
            write("task", -1, "__error__", "second"),
            write("task", 0, "a", "first"),
            write("task", 1, "b", "new"));
  }

  @Test
  void withinOneCallTheLastSpecialAndTheFirstOrdinaryWriteCount() {
    // Given
    commit(put(PLACE, "c1"));

    // When
    commit(
        writes(PLACE, "c1")
            .stamp(1, 1)
            .add("task", -3, "__interrupt__", "first")
            .add("task", -3, "__interrupt__", "second")
            .add("task", 4, "a", "first")
            .add("task", 4, "a", "second"));

    // Then
    assertThat(pending("c1"))
        .containsExactly(
            write("task", -3, "__interrupt__", "second"), write("task", 4, "a", "first"));
  }

  @Test
  void writesAreOrderedByPathThenTaskThenIndex() {
    // Given
    commit(put(PLACE, "c1"));

    // When
    commit(
        writes(PLACE, "c1")
            .add(write("p2", "a", 0, "x", "4"))
            .add(write("p1", "b", 10, "x", "3"))
            .add(write("p1", "b", 9, "x", "2"))
            .add(write("p1", "b", -1, "x", "1"))
            .add(write("", "z", 0, "x", "0")));

    // Then
    assertThat(pending("c1"))
        .extracting(WritesConformance::text)
        .containsExactly("0", "1", "2", "3", "4");
  }

  @Test
  void writesOfOtherCheckpointsAndNamespacesAreNotMixedIn() {
    // Given
    commit(put(PLACE, "c1"));
    commit(put(PLACE, "c2"));
    commit(put(place("t", "child:1"), "c1"));

    // When
    commit(writes(PLACE, "c1").add("task", 0, "a", "mine"));

    // Then
    assertThat(pending("c1")).hasSize(1);
    assertThat(pending("c2")).isEmpty();
    assertThat(found(place("t", "child:1"), "c1").row().writes()).isEmpty();
  }

  @Test
  void aCallWithoutWritesIsAnswered() {
    // Given
    var incarnation = commit(put(PLACE, "c1")).incarnation();

    // When
    var told = commit(writes(PLACE, "c1"));

    // Then
    assertThat(told).isEqualTo(incarnation);
    assertThat(pending("c1")).isEmpty();
  }

  @Test
  void aCheckpointPutAgainKeepsItsWrites() {
    // Given
    commit(put(PLACE, "c1"));
    commit(writes(PLACE, "c1").add("task", 0, "a", "mine"));

    // When
    commit(put(PLACE, "c1").meta("step", 2));

    // Then
    assertThat(pending("c1")).hasSize(1);
  }

  private static String text(PendingWrite row) {
    return new String(row.blob().bytes().array(), StandardCharsets.UTF_8);
  }

  private List<PendingWrite> pending(String id) {
    return found(PLACE, id).row().writes();
  }
}
