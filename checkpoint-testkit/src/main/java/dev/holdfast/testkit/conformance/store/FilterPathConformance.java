package dev.holdfast.testkit.conformance.store;

import static dev.holdfast.testkit.gen.ItemFixtures.item;
import static dev.holdfast.testkit.gen.ItemFixtures.search;
import static dev.holdfast.testkit.gen.ItemFixtures.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.store.ItemFilter.Compared;
import dev.holdfast.core.store.ItemFilter.Comparison;
import dev.holdfast.core.store.ItemFilter.Equal;
import dev.holdfast.core.store.ItemFilter.Exists;
import dev.holdfast.core.store.ItemValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A filter key is a key of an object, whatever it looks like. */
public abstract class FilterPathConformance extends FilterConformanceBase {
  private static final List<String> AWKWARD =
      List.of(
          "a.b",
          "a.b[0].c",
          "$.a",
          "$",
          "$gt",
          "0",
          "-1",
          "{a,b}",
          "{a}",
          "a->>'b'",
          "value",
          "'",
          "''",
          "\"",
          "\\",
          "\\x61",
          "*",
          "%",
          "?",
          "@",
          "$1",
          ":name",
          "'; drop table items; --",
          "' or '1' = '1",
          "1 = 1",
          "null",
          "",
          " ",
          "tab\t\n",
          "ü",
          "\uFFFF",
          "\uD83D\uDE00");

  @Test
  void keysOfEveryLookAreKeys() {
    for (String key : AWKWARD) {
      // Given
      store(value(key, "wanted"));

      // When / Then
      assertThat(passes(new Equal("wanted"), key)).as(key).isTrue();
      assertThat(passes(new Compared(Comparison.GREATER, "w"), key)).as(key).isTrue();
      assertThat(passes(new Exists(true), key)).as(key).isTrue();
      for (String other : AWKWARD) {
        if (!other.equals(key)) {
          assertThat(passes(new Exists(true), other)).as("%s for %s", other, key).isFalse();
        }
      }
    }
  }

  @Test
  void nestedKeysOfEveryLookAreKeys() {
    for (String key : AWKWARD) {
      // Given
      store(value("outer", Map.of(key, Map.of(key, 5))));

      // When / Then
      assertThat(passes(new Equal(5), "outer", key, key)).as(key).isTrue();
      assertThat(passes(new Compared(Comparison.LESS, 6), "outer", key, key)).as(key).isTrue();
      assertThat(passes(new Exists(true), "outer", key, "missing")).as(key).isFalse();
    }
  }

  @Test
  void operandsOfEveryLookAreText() {
    for (String text : AWKWARD) {
      // Given
      store(value("k", text));

      // When / Then
      assertThat(passes(new Equal(text), "k")).as(text).isTrue();
      assertThat(passes(new Compared(Comparison.GREATER_OR_EQUAL, text), "k")).as(text).isTrue();
      assertThat(passes(new Compared(Comparison.LESS, text), "k")).as(text).isFalse();
      assertThat(passes(new Equal(text + "x"), "k")).as(text).isFalse();
    }
  }

  @Test
  void aKeyWithADotIsNoPath() {
    // Given
    store(value("a", Map.of("b", 1)));

    // When / Then
    assertThat(passes(new Equal(1), "a", "b")).isTrue();
    assertThat(passes(new Exists(true), "a.b")).isFalse();
  }

  @Test
  void aListHasNoKeys() {
    // Given
    store(value("k", List.of("zero", Map.of("a", 1))));

    // When / Then
    assertThat(passes(new Exists(true), "k", "0")).isFalse();
    assertThat(passes(new Equal("zero"), "k", "0")).isFalse();
    assertThat(passes(new Exists(true), "k", "-1")).isFalse();
    assertThat(passes(new Exists(true), "k", "1", "a")).isFalse();
    assertThat(passes(new Equal(1), "k", "a")).isFalse();
  }

  @Test
  void anObjectMayHaveMoreThanIsAskedFor() {
    // Given
    store(value("k", Map.of("a", Map.of("b", 1, "c", 2), "d", 3)));

    // When / Then
    assertThat(passes(new Equal(1), "k", "a", "b")).isTrue();
    assertThat(passes(new Equal(2), "k", "a", "b")).isFalse();
    assertThat(passes(new Equal(1), "a", "b")).isFalse();
  }

  @Test
  void nulInKeysDoesNotCount() {
    // Given
    store(value("a\0b", 1));

    // When / Then
    assertThat(passes(new Equal(1), "ab")).isTrue();
    assertThat(passes(new Equal(1), "a\0b")).isTrue();
  }

  @Test
  void allConditionsMustBeMet() {
    // Given
    Map<String, @Nullable Object> entries = new LinkedHashMap<>();
    entries.put("a", 5);
    entries.put("b", "x");
    store(new ItemValue(entries));

    // When / Then
    var more = new Compared(Comparison.GREATER, 4);
    assertThat(names(search("n").where(more, "a").where(new Equal("x"), "b")))
        .containsExactly(item("k", "n"));
    assertThat(names(search("n").where(more, "a").where(new Equal("y"), "b"))).isEmpty();
    assertThat(names(search("n").where(new Equal("y"), "b").where(more, "a"))).isEmpty();
    assertThat(names(search("n").where(more, "a").where(new Compared(Comparison.LESS, 6), "a")))
        .hasSize(1);
    assertThat(names(search("n").where(more, "a").where(new Compared(Comparison.LESS, 5), "a")))
        .isEmpty();
  }
}
