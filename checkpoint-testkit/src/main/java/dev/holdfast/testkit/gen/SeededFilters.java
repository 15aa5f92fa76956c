package dev.holdfast.testkit.gen;

import dev.holdfast.core.store.ItemFilter.Compared;
import dev.holdfast.core.store.ItemFilter.Comparison;
import dev.holdfast.core.store.ItemFilter.Condition;
import dev.holdfast.core.store.ItemFilter.Equal;
import dev.holdfast.core.store.ItemFilter.Exists;
import dev.holdfast.core.store.ItemFilter.In;
import dev.holdfast.core.store.ItemFilter.NotEqual;
import dev.holdfast.core.store.ItemFilter.NotIn;
import dev.holdfast.core.store.ItemFilter.Test;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random conditions on the values of {@link SeededJson}. */
final class SeededFilters {
  private static final List<Comparison> COMPARISONS = List.of(Comparison.values());

  private final Random random;
  private final SeededJson json;

  SeededFilters(Random random, SeededJson json) {
    this.random = random;
    this.json = json;
  }

  Condition condition() {
    List<String> path = new ArrayList<>();
    do {
      path.add(json.key());
    } while (random.nextInt(4) == 0);
    return new Condition(path, test());
  }

  private Test test() {
    return switch (random.nextInt(8)) {
      case 0 -> new Equal(json.any(1));
      case 1 -> new NotEqual(json.any(1));
      case 2 -> new In(operands());
      case 3 -> new NotIn(operands());
      case 4 -> new Exists(random.nextBoolean());
      default -> compared();
    };
  }

  private Test compared() {
    var comparison = COMPARISONS.get(random.nextInt(COMPARISONS.size()));
    Object operand = json.scalar();
    return operand instanceof Number || operand instanceof String
        ? new Compared(comparison, operand)
        : new Equal(operand);
  }

  private List<@Nullable Object> operands() {
    List<@Nullable Object> operands = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      operands.add(json.any(1));
    }
    return operands;
  }
}
