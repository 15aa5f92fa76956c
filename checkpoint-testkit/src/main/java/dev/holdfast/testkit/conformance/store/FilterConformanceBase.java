package dev.holdfast.testkit.conformance.store;

import static dev.holdfast.testkit.gen.ItemFixtures.item;
import static dev.holdfast.testkit.gen.ItemFixtures.put;
import static dev.holdfast.testkit.gen.ItemFixtures.search;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.store.ItemFilter;
import dev.holdfast.core.store.ItemFilter.Comparison;
import dev.holdfast.core.store.ItemValue;
import java.util.Arrays;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** What the suites of filters have in common: one item, whose value is or is not found. */
public abstract class FilterConformanceBase extends StoreConformanceBase {

  /** Puts the item that the next calls of {@link #passes} are about. */
  void store(ItemValue value) {
    run(put(item("k", "n"), value));
  }

  /** Whether what is stored passes {@code test} at {@code path}. */
  boolean passes(ItemFilter.Test test, String... path) {
    return !names(search("n").where(test, path)).isEmpty();
  }

  /** Checks whether an entry equals an operand, by each of the operators that say so. */
  void equal(@Nullable Object stored, @Nullable Object operand, boolean equal) {
    store(new ItemValue(Collections.singletonMap("k", stored)));
    var operands = Arrays.asList("neither", operand);
    assertThat(passes(new ItemFilter.Equal(operand), "k"))
        .as("%s = %s", stored, operand)
        .isEqualTo(equal);
    assertThat(passes(new ItemFilter.NotEqual(operand), "k"))
        .as("%s <> %s", stored, operand)
        .isEqualTo(!equal);
    assertThat(passes(new ItemFilter.In(operands), "k"))
        .as("%s in %s", stored, operands)
        .isEqualTo(equal);
    assertThat(passes(new ItemFilter.NotIn(operands), "k"))
        .as("%s not in %s", stored, operands)
        .isEqualTo(!equal);
  }

  /** Checks how an entry compares with an operand: less (-1), the same (0) or greater (1). */
  void compared(Object stored, Object operand, int order) {
    store(new ItemValue(Collections.singletonMap("k", stored)));
    assertThat(passes(new ItemFilter.Compared(Comparison.GREATER, operand), "k"))
        .as("%s > %s", stored, operand)
        .isEqualTo(order > 0);
    assertThat(passes(new ItemFilter.Compared(Comparison.GREATER_OR_EQUAL, operand), "k"))
        .as("%s >= %s", stored, operand)
        .isEqualTo(order >= 0);
    assertThat(passes(new ItemFilter.Compared(Comparison.LESS, operand), "k"))
        .as("%s < %s", stored, operand)
        .isEqualTo(order < 0);
    assertThat(passes(new ItemFilter.Compared(Comparison.LESS_OR_EQUAL, operand), "k"))
        .as("%s <= %s", stored, operand)
        .isEqualTo(order <= 0);
  }

  /** Checks that an entry does not compare with an operand at all. */
  void apart(@Nullable Object stored, Object operand) {
    store(new ItemValue(Collections.singletonMap("k", stored)));
    for (Comparison comparison : Comparison.values()) {
      assertThat(passes(new ItemFilter.Compared(comparison, operand), "k"))
          .as("%s %s %s", stored, comparison, operand)
          .isFalse();
    }
  }
}
