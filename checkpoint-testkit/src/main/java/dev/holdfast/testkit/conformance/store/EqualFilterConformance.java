package dev.holdfast.testkit.conformance.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.store.ItemFilter;
import dev.holdfast.testkit.gen.ItemFixtures;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code $eq}, {@code $ne}, {@code $in} and {@code $nin}: equal as JSON, never across types. */
public abstract class EqualFilterConformance extends FilterConformanceBase {
  @Test
  void numbersAreEqualByValue() {
    equal(1, 1, true);
    equal(1, 1.0, true);
    equal(1.0, 1L, true);
    equal(1, 2, false);
    equal(0, -0.0, true);
    equal(0.1, new BigDecimal("0.10"), true);
    equal(0.1, new BigDecimal("0.1000000000000000055511151231257827"), false);
    equal(1e22, BigInteger.TEN.pow(22), true);
    equal(BigInteger.TEN.pow(400), new BigDecimal("1E+400"), true);
    equal(BigInteger.TEN.pow(400), BigInteger.TEN.pow(400).add(BigInteger.ONE), false);
    equal(9007199254740993L, 9007199254740992.0, false);
  }

  @Test
  void typesAreKeptApart() {
    equal(1, true, false);
    equal(0, false, false);
    equal(true, 1, false);
    equal(1, "1", false);
    equal("1", 1, false);
    equal("true", true, false);
    equal("null", null, false);
    equal(List.of(), Map.of(), false);
    equal("", null, false);
    equal(false, null, false);
    equal("[1]", List.of(1), false);
    equal("{}", Map.of(), false);
  }

  @Test
  void booleansAndNullEqualThemselves() {
    equal(true, true, true);
    equal(false, false, true);
    equal(true, false, false);
    equal(null, null, true);
    equal(null, false, false);
    equal(null, 0, false);
  }

  @Test
  void textIsComparedExactly() {
    equal("a", "a", true);
    equal("a", "A", false);
    equal("a", "a ", false);
    equal("ä", "a\u0308", false);
    equal("it's \"x\" \\ %_", "it's \"x\" \\ %_", true);
    equal("a%", "ab", false);
    equal("\uD83D\uDE00", "\uD83D\uDE00", true);
    equal("a\\u0000b", "ab", false);
  }

  @Test
  void nulCharactersDoNotCount() {
    equal("a\0b", "ab", true);
    equal("ab", "a\0b", true);
    equal(Map.of("k\0", "v"), Map.of("k", "\0v"), true);
  }

  @Test
  void listsAreEqualElementByElement() {
    equal(List.of(), List.of(), true);
    equal(List.of(1, "a"), List.of(1.0, "a"), true);
    equal(List.of(1, 2), List.of(2, 1), false);
    equal(List.of(1, 2), List.of(1), false);
    equal(List.of(1), List.of(1, 2), false);
    equal(List.of(1), List.of(1, 1), false);
    equal(List.of(1), 1, false);
    equal(1, List.of(1), false);
    equal(List.of(List.of(1), 2), List.of(List.of(1), 2), true);
    equal(Arrays.asList(1, null), Arrays.asList(1, null), true);
    equal(List.of(1), List.of(true), false);
  }

  @Test
  void anObjectInAListMustBeEqual() {
    equal(List.of(Map.of("a", 1, "b", 2)), List.of(Map.of("a", 1)), false);
    equal(List.of(Map.of("a", 1)), List.of(Map.of("a", 1, "b", 2)), false);
    equal(List.of(Map.of("a", 1, "b", 2)), List.of(Map.of("b", 2.0, "a", 1)), true);
  }

  @Test
  void anObjectAsAnOperandMustBeEqual() {
    equal(Map.of("a", 1, "b", List.of(1)), Map.of("b", List.of(1), "a", 1.0), true);
    equal(Map.of("a", 1, "b", 2), Map.of("a", 1), false);
    equal(Map.of("a", 1), Map.of("a", 1, "b", 2), false);
    equal(Map.of(), Map.of(), true);
    equal(Map.of("a", 1), Map.of(), false);
  }

  @Test
  void anyOfTheOperandsIsEnough() {
    // Given
    store(ItemFixtures.value("k", 2));

    // When / Then
    assertThat(passes(new ItemFilter.In(List.of(1, 2.0, "x")), "k")).isTrue();
    assertThat(passes(new ItemFilter.In(List.of(1, "2", true)), "k")).isFalse();
    assertThat(passes(new ItemFilter.NotIn(List.of(1, 2.0, "x")), "k")).isFalse();
    assertThat(passes(new ItemFilter.NotIn(List.of(1, "2", true)), "k")).isTrue();
    assertThat(passes(new ItemFilter.In(List.of()), "k")).isFalse();
    assertThat(passes(new ItemFilter.NotIn(List.of()), "k")).isTrue();
  }
}
