package dev.holdfast.testkit.conformance;

import static dev.holdfast.testkit.gen.Fixtures.history;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A filter is contained in the metadata, as Postgres' {@code @>} has it. */
public abstract class FilterConformance extends ConformanceBase {
  @Test
  void numbersCompareByValue() {
    check(1, 1.0, true);
    check(1.0, 1, true);
    check(0, -0.0, true);
    check(1e22, BigInteger.TEN.pow(22), true);
    check(BigInteger.TEN.pow(400), new BigDecimal("1E+400"), true);
    check(BigInteger.TEN.pow(400), BigInteger.TEN.pow(400).add(BigInteger.ONE), false);
    check(1, 2, false);
  }

  @Test
  void typesAreKeptApart() {
    check(1, true, false);
    check(1, "1", false);
    check(null, false, false);
    check(null, null, true);
    check("", null, false);
    check(List.of(), Map.of(), false);
  }

  @Test
  void arraysAreContainedAsSets() {
    check(List.of(1, 2, 3), List.of(3, 1), true);
    check(List.of(1), List.of(1, 1, 1), true);
    check(List.of(1, 2), List.of(), true);
    check(List.of(1, 2), List.of(4), false);
    check(List.of(List.of(1, 2), 3), List.of(List.of(2)), true);
    check(List.of(Map.of("a", 1, "b", 2)), List.of(Map.of("a", 1)), true);
    check(Arrays.asList(1, null), Arrays.asList((Object) null), true);
  }

  @Test
  void aScalarIsNotInANestedArray() {
    check(List.of("a", "b"), "a", false);
    check("a", List.of("a"), false);
    check(List.of(List.of(1, 2)), List.of(1), false);
  }

  @Test
  void objectsAreContainedRecursively() {
    var whole = Map.of("x", Map.of("y", 1, "z", List.of(1, 2)), "w", 0);

    check(whole, Map.of("x", Map.of("z", List.of(2))), true);
    check(whole, Map.of("x", Map.of()), true);
    check(whole, Map.of("x", Map.of("y", 2)), false);
    check(whole, Map.of("y", 1), false);
  }

  @Test
  void nulCharactersDoNotCount() {
    check("a\0b", "ab", true);
    check("ab", "a\0b", true);
    check(Map.of("k\0", "v"), Map.of("k", "\0v"), true);
    check("a\\u0000b", "ab", false);
  }

  @Test
  void textIsComparedExactly() {
    check("a", "A", false);
    check("ä", "a\u0308", false);
    check("it's \"x\" \\ %_", "it's \"x\" \\ %_", true);
    check("😀", "😀", true);
  }

  @Test
  void severalEntriesMustAllMatchAndNoneMatchesEverything() {
    // Given
    commit(put(root("t"), "c1").meta("source", "loop").meta("step", 1));

    // When / Then
    assertThat(listed(Map.of("source", "loop", "step", 1))).isTrue();
    assertThat(listed(Map.of("source", "loop", "step", 2))).isFalse();
    assertThat(listed(Map.of("other", 1))).isFalse();
    assertThat(listed(Map.of())).isTrue();
  }

  private void check(@Nullable Object stored, @Nullable Object wanted, boolean matches) {
    commit(put(root("t"), "c1").meta("k", stored));
    var query = history().filter("k", wanted).build();

    assertThat(await(stores.reader().list(query)).checkpoints())
        .as("%s contains %s", stored, wanted)
        .hasSize(matches ? 1 : 0);
  }

  private boolean listed(Map<String, Object> filter) {
    var query = history();
    filter.forEach(query::filter);
    return !await(stores.reader().list(query.build())).checkpoints().isEmpty();
  }
}
