package dev.holdfast.core.model;

/**
 * One node execution in a superstep.
 *
 * @param value 1 to 1024 bytes of UTF-8, not necessarily a UUID
 */
public record TaskId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
