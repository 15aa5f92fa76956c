package dev.holdfast.testkit.conformance;

import static dev.holdfast.testkit.gen.Fixtures.TENANT;
import static dev.holdfast.testkit.gen.Fixtures.id;
import static dev.holdfast.testkit.gen.Fixtures.place;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static dev.holdfast.testkit.gen.Fixtures.thread;
import static dev.holdfast.testkit.gen.Fixtures.writes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.model.CheckpointNamespace;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.model.ThreadId;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.core.model.ThreadSummary;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How threads are listed and described. */
public abstract class ThreadsConformance extends ConformanceBase {
  @Test
  void aSummaryDescribesTheThread() {
    // Given
    var incarnation = commit(put(root("t"), "c2")).incarnation();
    commit(put(root("t"), "c1"));
    commit(put(place("t", "child:1"), "c9"));

    // When
    var summary = await(stores.threads().thread(thread("t"))).orElseThrow();

    // Then
    assertThat(summary.id()).isEqualTo(new ThreadId("t"));
    assertThat(summary.incarnation()).isEqualTo(incarnation);
    assertThat(summary.checkpoints()).isEqualTo(3);
    assertThat(summary.namespaces())
        .containsExactlyInAnyOrder(new CheckpointNamespace(""), new CheckpointNamespace("child:1"));
    assertThat(summary.latest()).isEqualTo(id("c2"));
  }

  @Test
  void aThreadWithoutRootCheckpointHasNoLatest() {
    // Given
    commit(put(place("t", "child:1"), "c9"));

    // When
    var summary = await(stores.threads().thread(thread("t"))).orElseThrow();

    // Then
    assertThat(summary.latest()).isNull();
    assertThat(summary.checkpoints()).isEqualTo(1);
  }

  @Test
  void aThreadOfWritesAloneHasNoCheckpoints() {
    // Given
    commit(writes(root("t"), "c1").add("task", 0, "a", "x"));

    // When
    var summary = await(stores.threads().thread(thread("t"))).orElseThrow();

    // Then
    assertThat(summary.checkpoints()).isZero();
    assertThat(summary.latest()).isNull();
  }

  @Test
  void anUnknownThreadIsNotDescribed() {
    assertThat(await(stores.threads().thread(thread("t")))).isEmpty();
  }

  @Test
  void threadsAreListedById() {
    // Given
    List.of("b", "a", "B", "ä", "aa").forEach(name -> commit(put(root(name), "c1")));

    // When / Then
    assertThat(threads("", null, 10)).containsExactly("B", "a", "aa", "b", "ä");
  }

  @Test
  void aPageOfThreadsGoesOnAfterTheLastOne() {
    // Given
    List.of("a", "b", "c", "d").forEach(name -> commit(put(root(name), "c1")));

    // When / Then
    assertThat(threads("", null, 2)).containsExactly("a", "b");
    assertThat(threads("", "b", 2)).containsExactly("c", "d");
    assertThat(threads("", "d", 2)).isEmpty();
    assertThat(threads("", "bb", 1)).containsExactly("c");
  }

  @Test
  void aPrefixIsTakenLiterally() {
    // Given
    List.of("a%b", "a_b", "axb", "a\\b", "A%b", "😀x", "😁x")
        .forEach(name -> commit(put(root(name), "c1")));

    // When / Then
    assertThat(threads("a%", null, 10)).containsExactly("a%b");
    assertThat(threads("a_", null, 10)).containsExactly("a_b");
    assertThat(threads("a\\", null, 10)).containsExactly("a\\b");
    assertThat(threads("a", null, 10)).containsExactly("a%b", "a\\b", "a_b", "axb");
    assertThat(threads("😀", null, 10)).containsExactly("😀x");
  }

  @Test
  void threadsOfAnotherTenantAreNotListed() {
    // Given
    var elsewhere = new ThreadKey(new TenantId("elsewhere"), new ThreadId("t"));
    commit(put(new NamespaceKey(elsewhere, new CheckpointNamespace("")), "c1"));

    // When / Then
    assertThat(threads("", null, 10)).isEmpty();
  }

  private List<String> threads(String prefix, @Nullable String after, int limit) {
    var last = after == null ? null : new ThreadId(after);
    return await(stores.threads().threads(TENANT, prefix, last, limit)).stream()
        .map(ThreadSummary::id)
        .map(ThreadId::value)
        .toList();
  }
}
