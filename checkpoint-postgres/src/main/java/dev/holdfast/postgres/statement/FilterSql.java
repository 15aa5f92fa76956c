package dev.holdfast.postgres.statement;

import dev.holdfast.core.store.ItemFilter;
import dev.holdfast.core.store.ItemFilter.Compared;
import dev.holdfast.core.store.ItemFilter.Comparison;
import dev.holdfast.core.store.ItemFilter.Condition;
import dev.holdfast.core.store.ItemFilter.Equal;
import dev.holdfast.core.store.ItemFilter.Exists;
import dev.holdfast.core.store.ItemFilter.In;
import dev.holdfast.core.store.ItemFilter.NotEqual;
import dev.holdfast.core.store.ItemFilter.NotIn;
import dev.holdfast.core.store.ItemFilter.Test;
import dev.holdfast.postgres.json.JsonColumns;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A filter as conditions on a value (ADR 5). Keys and operands are parameters, never text.
 *
 * <p>An entry that is not there is NULL, and one that is null is {@code 'null'::jsonb}. jsonb is
 * equal as JSON is: numbers by value, never across types.
 */
final class FilterSql {

  private final Parameters parameters;

  FilterSql(Parameters parameters) {
    this.parameters = parameters;
  }

  /** What is true for the rows of {@code i} that pass; each condition begins with {@code and}. */
  String of(ItemFilter filter) {
    var sql = new StringBuilder();
    for (Condition condition : filter.conditions()) {
      sql.append(" and ").append(passes(condition.path(), condition.test()));
    }
    return sql.toString();
  }

  /** A text is the key of an object, also where it looks like the index of an array. */
  private String entry(List<String> path) {
    var sql = new StringBuilder("(i.value");
    for (String key : path) {
      sql.append(" -> ").append(parameters.text(JsonColumns.text(key)));
    }
    return sql.append(')').toString();
  }

  private String passes(List<String> path, Test test) {
    if (test instanceof Equal equal) {
      return equal(path, equal.operand());
    } else if (test instanceof NotEqual unequal) {
      return "(" + equal(path, unequal.operand()) + ") is not true";
    }
    String entry = entry(path);
    if (test instanceof In in) {
      return oneOf(entry, in.operands());
    } else if (test instanceof NotIn notIn) {
      return "(" + oneOf(entry, notIn.operands()) + ") is not true";
    } else if (test instanceof Compared compared) {
      return compares(entry, compared);
    }
    return entry + (((Exists) test).there() ? " is not null" : " is null");
  }

  /** What is no list and no object is looked for where it lies: taking it out costs more. */
  private String equal(List<String> path, @Nullable Object operand) {
    if (operand instanceof Map || operand instanceof Collection) {
      return entry(path) + " = " + parameters.json(JsonColumns.jsonb(operand));
    }
    return "i.value @> " + parameters.json(JsonColumns.jsonb(at(path, operand)));
  }

  private static @Nullable Object at(List<String> path, @Nullable Object operand) {
    Object value = operand;
    for (int i = path.size() - 1; i >= 0; i--) {
      value = Collections.singletonMap(path.get(i), value);
    }
    return value;
  }

  private String oneOf(String entry, List<@Nullable Object> operands) {
    List<String> texts = operands.stream().map(JsonColumns::jsonb).toList();
    return entry + " = any (" + parameters.jsons(texts) + ")";
  }

  /** jsonb compares numbers by value; its strings it would compare as the database collates. */
  private String compares(String entry, Compared compared) {
    String operator = operator(compared.comparison());
    if (compared.operand() instanceof Number number) {
      String operand = parameters.json(JsonColumns.jsonb(number));
      return "(jsonb_typeof(%1$s) = 'number' and %1$s %2$s %3$s)"
          .formatted(entry, operator, operand);
    } else if (compared.operand() instanceof String text) {
      String operand = parameters.text(JsonColumns.text(text));
      return "(jsonb_typeof(%1$s) = 'string' and (%1$s #>> '{}') collate \"C\" %2$s %3$s)"
          .formatted(entry, operator, operand);
    }
    throw new IllegalArgumentException("only numbers and strings are compared");
  }

  private static String operator(Comparison comparison) {
    return switch (comparison) {
      case GREATER -> ">";
      case GREATER_OR_EQUAL -> ">=";
      case LESS -> "<";
      case LESS_OR_EQUAL -> "<=";
    };
  }
}
