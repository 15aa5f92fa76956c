package dev.holdfast.testkit.conformance.store;

import static dev.holdfast.testkit.gen.ItemFixtures.get;
import static dev.holdfast.testkit.gen.ItemFixtures.item;
import static dev.holdfast.testkit.gen.ItemFixtures.put;
import static dev.holdfast.testkit.gen.ItemFixtures.search;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.store.ItemKey;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Newest first, then by namespace and key. */
public abstract class SearchOrderConformance extends StoreConformanceBase {
  /** After U+FFFF by code points, before it by UTF-16 units. */
  private static final String BEYOND_BMP = "\uD83D\uDE00";

  private static final ItemKey ONE = item("one", "n");
  private static final ItemKey TWO = item("two", "n");
  private static final ItemKey THREE = item("three", "a");

  @Test
  void theNewestIsFirst() {
    // When
    run(put(THREE, "v"));
    run(put(ONE, "v"));
    run(put(TWO, "v"));

    // Then
    assertThat(names(search())).containsExactly(TWO, ONE, THREE);
  }

  @Test
  void anUpdateIsNew() {
    // Given
    run(put(ONE, "v"));
    run(put(TWO, "v"));
    run(put(THREE, "v"));

    // When
    run(put(ONE, "v"));

    // Then
    assertThat(names(search())).containsExactly(ONE, THREE, TWO);
  }

  @Test
  void aRefreshIsNoUpdate() {
    // Given
    run(put(ONE, "v", Duration.ofHours(1)));
    run(put(TWO, "v"));
    var before = found(ONE);

    // When
    run(get(ONE));

    // Then
    assertThat(names(search())).containsExactly(TWO, ONE);
    assertThat(found(ONE)).isEqualTo(before);
  }

  @Test
  void itemsOfOneMomentAreInTheOrderOfTheirNames() {
    // When
    run(
        put(item("b", "n", "m"), "v"),
        put(item("z", "n!"), "v"),
        put(item("c", "n"), "v"),
        put(item("B", "n"), "v"),
        put(item(BEYOND_BMP, "n"), "v"),
        put(item("\uFFFF", "n"), "v"),
        put(item("b", "n"), "v"),
        put(item("a", BEYOND_BMP), "v"),
        put(item("a", "\uFFFF"), "v"),
        put(item("a", "N"), "v"));

    // Then
    assertThat(names(search()))
        .containsExactly(
            item("a", "N"),
            item("B", "n"),
            item("b", "n"),
            item("c", "n"),
            item("\uFFFF", "n"),
            item(BEYOND_BMP, "n"),
            item("b", "n", "m"),
            item("z", "n!"),
            item("a", "\uFFFF"),
            item("a", BEYOND_BMP));
  }
}
