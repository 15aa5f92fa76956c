package dev.holdfast.server.wire;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.store.ItemFilter;
import dev.holdfast.core.store.ItemFilter.Comparison;
import dev.holdfast.core.store.ItemFilter.Condition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what the values of items must be; operators are those of ADR 5. */
final class FilterDecoder {

  private static final int MOST_CONDITIONS = 100;
  private static final String OPERATOR = "$";

  private final List<Condition> conditions = new ArrayList<>();

  private FilterDecoder() {}

  /** The filter in field {@code name}; any value if absent. */
  static ItemFilter decode(Node node, String name) {
    Map<String, @Nullable Object> sent = node.object(name);
    ItemDecoder.check(sent, node.at(name), node.limits());
    var decoder = new FilterDecoder();
    decoder.keys(sent, List.of(), node.at(name));
    return new ItemFilter(decoder.conditions);
  }

  private void keys(Map<String, @Nullable Object> object, List<String> above, String pointer) {
    object.forEach(
        (key, asked) -> {
          List<String> path = new ArrayList<>(above);
          path.add(key);
          entry(path, asked, Node.at(pointer, key));
        });
  }

  @SuppressWarnings("unchecked")
  private void entry(List<String> path, @Nullable Object asked, String pointer) {
    if (!(asked instanceof Map<?, ?> map) || map.isEmpty()) {
      add(path, new ItemFilter.Equal(asked));
      return;
    }
    var object = (Map<String, @Nullable Object>) map;
    long operators = object.keySet().stream().filter(key -> key.startsWith(OPERATOR)).count();
    if (operators == 0) {
      keys(object, path, pointer);
    } else if (operators == object.size()) {
      object.forEach(
          (operator, operand) -> add(path, test(operator, operand, Node.at(pointer, operator))));
    } else {
      throw invalid(pointer, "must hold operators or keys, not both");
    }
  }

  private void add(List<String> path, ItemFilter.Test test) {
    conditions.add(new Condition(path, test));
    Values.refuseMore("filter_conditions", conditions.size(), MOST_CONDITIONS);
  }

  private static ItemFilter.Test test(String operator, @Nullable Object operand, String pointer) {
    return switch (operator) {
      case "$eq" -> new ItemFilter.Equal(operand);
      case "$ne" -> new ItemFilter.NotEqual(operand);
      case "$gt" -> compared(Comparison.GREATER, operand, pointer);
      case "$gte" -> compared(Comparison.GREATER_OR_EQUAL, operand, pointer);
      case "$lt" -> compared(Comparison.LESS, operand, pointer);
      case "$lte" -> compared(Comparison.LESS_OR_EQUAL, operand, pointer);
      case "$in" -> new ItemFilter.In(operands(operand, pointer));
      case "$nin" -> new ItemFilter.NotIn(operands(operand, pointer));
      case "$exists" -> exists(operand, pointer);
      default -> throw invalid(pointer, "there is no such operator");
    };
  }

  private static ItemFilter.Test compared(
      Comparison comparison, @Nullable Object operand, String pointer) {
    if (operand instanceof Number || operand instanceof String) {
      return new ItemFilter.Compared(comparison, operand);
    }
    throw invalid(pointer, "compares with a number or a string only");
  }

  private static List<@Nullable Object> operands(@Nullable Object operand, String pointer) {
    if (operand instanceof List<?> list) {
      return Collections.unmodifiableList(new ArrayList<@Nullable Object>(list));
    }
    throw invalid(pointer, "must be a list");
  }

  private static ItemFilter.Test exists(@Nullable Object operand, String pointer) {
    if (operand instanceof Boolean there) {
      return new ItemFilter.Exists(there);
    }
    throw invalid(pointer, "must be true or false");
  }

  private static Failure invalid(String pointer, String message) {
    return new Failure.Invalid(Code.INVALID_FILTER, pointer, message);
  }
}
