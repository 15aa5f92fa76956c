package dev.holdfast.testkit.conformance;

import static dev.holdfast.testkit.gen.Fixtures.blob;
import static dev.holdfast.testkit.gen.Fixtures.channel;
import static dev.holdfast.testkit.gen.Fixtures.place;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static dev.holdfast.testkit.gen.Fixtures.thread;
import static dev.holdfast.testkit.gen.Fixtures.writes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.model.CheckpointTuple;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.ThreadId;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What copying a thread makes. */
public abstract class CopyConformance extends ConformanceBase {
  private static final NamespaceKey PLACE = root("t");

  @Test
  void aCopyHoldsAllThatTheSourceHolds() {
    // Given
    fill();

    // When
    var copied = await(copy("t", "u"));

    // Then
    assertThat(copied).isEqualTo(3);
    same(found(root("u"), "c1"), found(PLACE, "c1"));
    same(found(root("u"), "c2"), found(PLACE, "c2"));
    same(found(place("u", "child:1"), "c1"), found(place("t", "child:1"), "c1"));
  }

  @Test
  void writesThatWaitForTheirCheckpointAreCopiedToo() {
    // Given
    fill();
    commit(writes(PLACE, "c3").add("task", 0, "a", "early"));

    // When
    await(copy("t", "u"));

    // Then
    commit(put(root("u"), "c3"));
    assertThat(found(root("u"), "c3").row().writes()).hasSize(1);
  }

  @Test
  void theCopyAndItsSourceGoTheirOwnWays() {
    // Given
    fill();
    await(copy("t", "u"));

    // When
    commit(put(root("u"), "c1").skeleton("changed"));
    await(stores.threads().delete(thread("t"), null));

    // Then
    assertThat(find(PLACE, "c1")).isEmpty();
    assertThat(found(root("u"), "c1").row().skeleton()).isEqualTo(blob("changed"));
    assertThat(found(root("u"), "c2").values()).containsEntry(channel("a"), blob("one"));
  }

  @Test
  void writesToTheCopyDoNotReachTheSource() {
    // Given
    fill();
    await(copy("t", "u"));

    // When
    commit(writes(root("u"), "c1").add("task", 7, "a", "of the copy"));

    // Then
    assertThat(found(root("u"), "c1").row().writes()).hasSize(3);
    assertThat(found(PLACE, "c1").row().writes()).hasSize(2);
  }

  @Test
  void theSourceIsAsItWas() {
    // Given
    fill();
    var before = found(PLACE, "c2");

    // When
    await(copy("t", "u"));

    // Then
    assertThat(found(PLACE, "c2")).isEqualTo(before);
  }

  @Test
  void anUnknownSourceCopiesNothing() {
    // When
    var copied = await(copy("t", "u"));

    // Then
    assertThat(copied).isZero();
    assertThat(find(root("u"), null)).isEmpty();
    assertThat(await(stores.threads().thread(thread("u")))).isEmpty();
  }

  @Test
  void aTargetWithCheckpointsIsRefusedAndAsItWas() {
    // Given
    fill();
    commit(put(root("u"), "c9"));

    // When
    var code = failureOf(copy("t", "u"));

    // Then
    assertThat(code).isEqualTo(Code.THREAD_EXISTS);
    assertThat(find(root("u"), "c1")).isEmpty();
    assertThat(find(root("u"), "c9")).isPresent();
  }

  @Test
  void aTargetWithWritesAloneIsRefused() {
    // Given
    fill();
    commit(writes(root("u"), "c1").add("task", 0, "a", "x"));

    // When / Then
    assertThat(failureOf(copy("t", "u"))).isEqualTo(Code.THREAD_EXISTS);
  }

  @Test
  void aThreadIsNotCopiedOntoItself() {
    // Given
    fill();

    // When / Then
    assertThat(failureOf(copy("t", "t"))).isEqualTo(Code.THREAD_EXISTS);
  }

  @Test
  void aDeletedTargetIsFree() {
    // Given
    fill();
    commit(put(root("u"), "c9"));
    await(stores.threads().delete(thread("u"), null));

    // When
    var copied = await(copy("t", "u"));

    // Then
    assertThat(copied).isEqualTo(3);
    assertThat(find(root("u"), "c9")).isEmpty();
  }

  private void fill() {
    commit(put(PLACE, "c1").value("a", 1, "one").meta("step", 1).skeleton("s1"));
    commit(put(PLACE, "c2").parent("c1").kept("a", 1).empty("b", 1).meta("step", 2));
    commit(put(place("t", "child:1"), "c1").value("a", 1, "child"));
    commit(writes(PLACE, "c1").add("task", 0, "a", "x").add("task", -3, "i", "y"));
  }

  private CompletionStage<Long> copy(String source, String target) {
    return stores.threads().copy(thread(source), new ThreadId(target), null);
  }

  private static void same(CheckpointTuple copy, CheckpointTuple source) {
    assertThat(copy.row().key().id()).isEqualTo(source.row().key().id());
    assertThat(copy.row())
        .usingRecursiveComparison()
        .ignoringFields("key", "incarnation")
        .isEqualTo(source.row());
    assertThat(copy.values()).isEqualTo(source.values());
  }
}
