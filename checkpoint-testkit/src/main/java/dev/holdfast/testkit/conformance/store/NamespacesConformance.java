package dev.holdfast.testkit.conformance.store;

import static dev.holdfast.testkit.gen.ItemFixtures.delete;
import static dev.holdfast.testkit.gen.ItemFixtures.get;
import static dev.holdfast.testkit.gen.ItemFixtures.item;
import static dev.holdfast.testkit.gen.ItemFixtures.namespaces;
import static dev.holdfast.testkit.gen.ItemFixtures.put;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The namespaces that hold items are listed, each once, by their labels. */
public abstract class NamespacesConformance extends StoreConformanceBase {
  private static final String BEYOND_BMP = "\uD83D\uDE00";

  @Test
  void eachNamespaceIsListedOnce() {
    // When
    run(put(item("a", "n"), "1"), put(item("b", "n"), "2"), put(item("a", "n", "m"), "3"));

    // Then
    assertThat(labels(namespaces())).containsExactly(List.of("n"), List.of("n", "m"));
  }

  @Test
  void nothingStoredIsNothingListed() {
    assertThat(labels(namespaces())).isEmpty();
    assertThat(labels(namespaces().maxDepth(1))).isEmpty();
  }

  @Test
  void labelsAreOrderedOneByOneByCodePoint() {
    // When
    run(
        put(item("k", BEYOND_BMP), "v"),
        put(item("k", "\uFFFF"), "v"),
        put(item("k", "n!"), "v"),
        put(item("k", "n", "b"), "v"),
        put(item("k", "n", "B"), "v"),
        put(item("k", "n", "b", "a"), "v"),
        put(item("k", "n"), "v"),
        put(item("k", "N"), "v"),
        put(item("k", "ä"), "v"),
        put(item("k", "z"), "v"));

    // Then
    assertThat(labels(namespaces()))
        .containsExactly(
            List.of("N"),
            List.of("n"),
            List.of("n", "B"),
            List.of("n", "b"),
            List.of("n", "b", "a"),
            List.of("n!"),
            List.of("z"),
            List.of("ä"),
            List.of("\uFFFF"),
            List.of(BEYOND_BMP));
  }

  @Test
  void theyAreCutOffAndListedOnce() {
    // Given
    run(
        put(item("k", "a", "b", "c"), "v"),
        put(item("k", "a", "b", "d"), "v"),
        put(item("k", "a", "e"), "v"),
        put(item("k", "f"), "v"));

    // When / Then
    assertThat(labels(namespaces().maxDepth(1))).containsExactly(List.of("a"), List.of("f"));
    assertThat(labels(namespaces().maxDepth(2)))
        .containsExactly(List.of("a", "b"), List.of("a", "e"), List.of("f"));
    assertThat(labels(namespaces().maxDepth(3))).hasSize(4);
    assertThat(labels(namespaces().maxDepth(100))).hasSize(4);
  }

  @Test
  void limitAndOffsetCountWhatIsListed() {
    // Given
    for (String label : List.of("e", "d", "c", "b", "a")) {
      run(put(item("k", label, "1"), "v"), put(item("k", label, "2"), "v"));
    }

    // When / Then
    assertThat(labels(namespaces().maxDepth(1).limit(2)))
        .containsExactly(List.of("a"), List.of("b"));
    assertThat(labels(namespaces().maxDepth(1).limit(2).offset(3)))
        .containsExactly(List.of("d"), List.of("e"));
    assertThat(labels(namespaces().limit(2).offset(1)))
        .containsExactly(List.of("a", "2"), List.of("b", "1"));
    assertThat(labels(namespaces().limit(0))).isEmpty();
    assertThat(labels(namespaces().offset(10))).isEmpty();
    assertThat(labels(namespaces().offset(Integer.MAX_VALUE))).isEmpty();
  }

  @Test
  void anEmptiedNamespaceVanishes() {
    // Given
    run(put(item("a", "n"), "1"), put(item("b", "n"), "2"), put(item("c", "m"), "3"));

    // When
    run(delete(item("a", "n")), delete(item("c", "m")));

    // Then
    assertThat(labels(namespaces())).containsExactly(List.of("n"));
  }

  @Test
  void anExpiredItemHoldsNoNamespace() {
    // Given
    run(put(item("a", "n"), "1", Duration.ofMinutes(10)), put(item("a", "m"), "2"));

    // When
    pass(Duration.ofMinutes(20));

    // Then
    assertThat(labels(namespaces())).containsExactly(List.of("m"));
    assertThat(labels(namespaces().prefix("n"))).isEmpty();
  }

  @Test
  void toReadOrDeleteNothingMakesNoNamespace() {
    // When
    run(get(item("a", "n")), delete(item("a", "m")));

    // Then
    assertThat(labels(namespaces())).isEmpty();
  }
}
