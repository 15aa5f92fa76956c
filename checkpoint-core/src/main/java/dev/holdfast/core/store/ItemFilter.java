package dev.holdfast.core.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the value of an item must be: all of the conditions.
 *
 * @param conditions none: any value
 */
public record ItemFilter(List<Condition> conditions) {

  /** Any value. */
  public static final ItemFilter ANY = new ItemFilter(List.of());

  /** Copies the list. */
  public ItemFilter {
    conditions = List.copyOf(conditions);
  }

  /**
   * What one entry must be.
   *
   * @param path keys from the value inwards, at least one; each of an object, never an index
   * @param test what is found there must pass
   */
  public record Condition(List<String> path, Test test) {

    /** Copies the list. */
    public Condition {
      path = List.copyOf(path);
    }
  }

  /** What is asked of an entry. Operands are as in {@link ItemValue}. */
  public sealed interface Test {}

  /** It is there and equal as JSON: numbers by value, never across types. */
  public record Equal(@Nullable Object operand) implements Test {}

  /** It is not there, or not equal. */
  public record NotEqual(@Nullable Object operand) implements Test {}

  /**
   * It is there, of the operand's type, and compares so: numbers by value, strings by code point.
   */
  public record Compared(Comparison comparison, Object operand) implements Test {}

  /** It is there and equal to one of these. */
  public record In(List<@Nullable Object> operands) implements Test {}

  /** It is not there, or equal to none of these. */
  public record NotIn(List<@Nullable Object> operands) implements Test {}

  /** It is there, be it null, or it is not. */
  public record Exists(boolean there) implements Test {}

  /** How two values compare. */
  public enum Comparison {
    /** Greater than the operand. */
    GREATER,
    /** Greater or equal. */
    GREATER_OR_EQUAL,
    /** Less. */
    LESS,
    /** Less or equal. */
    LESS_OR_EQUAL
  }
}
