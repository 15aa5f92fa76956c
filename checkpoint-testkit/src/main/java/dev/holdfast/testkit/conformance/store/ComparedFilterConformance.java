package dev.holdfast.testkit.conformance.store;

import static dev.holdfast.testkit.gen.ItemFixtures.item;
import static dev.holdfast.testkit.gen.ItemFixtures.put;
import static dev.holdfast.testkit.gen.ItemFixtures.search;
import static dev.holdfast.testkit.gen.ItemFixtures.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.store.ItemFilter.Compared;
import dev.holdfast.core.store.ItemFilter.Comparison;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * {@code $gt}, {@code $gte}, {@code $lt} and {@code $lte}: numbers and strings, each by its own.
 */
public abstract class ComparedFilterConformance extends FilterConformanceBase {
  private static final String BEYOND_BMP = "\uD83D\uDE00";

  @Test
  void numbersCompareAsNumbers() {
    compared(10, 9, 1);
    compared(9, 10, -1);
    compared(100, 9, 1);
    compared(9, 9.0, 0);
    compared(-2, -1, -1);
    compared(-10, 9, -1);
    compared(0, -0.0, 0);
    compared(0.5, 0, 1);
    compared(1.5, 1, 1);
  }

  @Test
  void numbersOfEveryKindCompareExactly() {
    compared(9007199254740993L, 9007199254740992.0, 1);
    compared(0.1, new BigDecimal("0.1000000000000000055511151231257827"), -1);
    compared(1e300, BigInteger.TEN.pow(299), 1);
    compared(BigInteger.TEN.pow(400), Double.MAX_VALUE, 1);
    compared(BigInteger.TEN.pow(400).negate(), -Double.MAX_VALUE, -1);
    compared(Double.MIN_VALUE, 0, 1);
    compared(Double.MIN_VALUE, new BigDecimal("1E-400"), 1);
    compared(Long.MAX_VALUE, new BigInteger("9223372036854775808"), -1);
    compared(new BigDecimal("1.000"), 1, 0);
  }

  @Test
  void stringsCompareByCodePoint() {
    compared("b", "a", 1);
    compared("a", "a", 0);
    compared("a", "aa", -1);
    compared("", "a", -1);
    compared("10", "9", -1);
    compared("a", "B", 1);
    compared("a", "Z", 1);
    compared("é", "f", 1);
    compared("z", "ä", -1);
    compared("a b", "ab", -1);
    compared("_", "A", 1);
    compared(BEYOND_BMP, "\uFFFF", 1);
    compared(BEYOND_BMP, "\uE000", 1);
    compared("\uFFFF", BEYOND_BMP + "a", -1);
    compared("a\0b", "ab", 0);
    compared("a\0c", "ab", 1);
  }

  @Test
  void anotherTypeIsNeitherGreaterNorLess() {
    apart("10", 9);
    apart(10, "9");
    apart(true, 0);
    apart(true, "a");
    apart(null, 0);
    apart(null, "");
    apart(List.of(10), 9);
    apart(List.of("b"), "a");
    apart(Map.of("a", 10), 9);
    apart("z", 9);
    apart("1e5", 9);
  }

  @Test
  void whatIsMissingIsNeitherGreaterNorLess() {
    // Given
    store(value("other", 10));

    // When / Then
    for (Comparison comparison : Comparison.values()) {
      assertThat(passes(new Compared(comparison, 9), "k")).isFalse();
      assertThat(passes(new Compared(comparison, "a"), "k")).isFalse();
    }
  }

  @Test
  void itemsOfEveryTypeAreSearchedTogether() {
    // Given
    run(
        put(item("1", "n"), value("k", 10)),
        put(item("2", "n"), value("k", "text")),
        put(item("3", "n"), value("k", 100.5)),
        put(item("4", "n"), value("k", null)),
        put(item("5", "n"), value("k", List.of(50))),
        put(item("6", "n"), value("other", 50)),
        put(item("7", "n"), value("k", 9)),
        put(item("8", "n"), value("k", true)));

    // When / Then
    assertThat(names(search("n").where(new Compared(Comparison.GREATER, 9), "k")))
        .containsExactly(item("1", "n"), item("3", "n"));
    assertThat(names(search("n").where(new Compared(Comparison.LESS, "u"), "k")))
        .containsExactly(item("2", "n"));
  }
}
