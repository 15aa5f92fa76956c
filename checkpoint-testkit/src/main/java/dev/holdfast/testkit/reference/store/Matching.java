package dev.holdfast.testkit.reference.store;

import dev.holdfast.core.store.ItemFilter;
import dev.holdfast.core.store.ItemFilter.Comparison;
import dev.holdfast.core.store.ItemValue;
import dev.holdfast.testkit.reference.Utf8Order;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether a value is what a filter asks for. */
final class Matching {
  private Matching() {}

  /** What lies at a path: missing and null are different. */
  private record Entry(boolean there, @Nullable Object value) {}

  static boolean matches(ItemValue value, ItemFilter filter) {
    var plain = Plain.object(value.entries());
    return filter.conditions().stream()
        .allMatch(condition -> passes(entry(plain, condition.path()), condition.test()));
  }

  private static Entry entry(Object value, List<String> path) {
    Entry entry = new Entry(true, value);
    for (String key : path) {
      String plain = Plain.text(key);
      entry =
          entry.value() instanceof Map<?, ?> object && object.containsKey(plain)
              ? new Entry(true, object.get(plain))
              : new Entry(false, null);
    }
    return entry;
  }

  private static boolean passes(Entry entry, ItemFilter.Test test) {
    if (test instanceof ItemFilter.Equal equal) {
      return equal(entry, equal.operand());
    } else if (test instanceof ItemFilter.NotEqual not) {
      return !equal(entry, not.operand());
    } else if (test instanceof ItemFilter.In in) {
      return in(entry, in.operands());
    } else if (test instanceof ItemFilter.NotIn not) {
      return !in(entry, not.operands());
    } else if (test instanceof ItemFilter.Exists exists) {
      return entry.there() == exists.there();
    }
    return compared(entry, (ItemFilter.Compared) test);
  }

  private static boolean equal(Entry entry, @Nullable Object operand) {
    return entry.there() && Objects.equals(entry.value(), Plain.of(operand));
  }

  private static boolean in(Entry entry, List<@Nullable Object> operands) {
    return operands.stream().anyMatch(operand -> equal(entry, operand));
  }

  private static boolean compared(Entry entry, ItemFilter.Compared test) {
    Object operand = Plain.of(test.operand());
    if (entry.value() instanceof BigDecimal number && operand instanceof BigDecimal other) {
      return holds(number.compareTo(other), test.comparison());
    }
    return entry.value() instanceof String text
        && operand instanceof String other
        && holds(Utf8Order.UTF8.compare(text, other), test.comparison());
  }

  private static boolean holds(int order, Comparison comparison) {
    return switch (comparison) {
      case GREATER -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
    };
  }
}
