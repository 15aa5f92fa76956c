package dev.holdfast.core.model;

/**
 * One conversation or run history; the unit of ordering and deletion.
 *
 * @param value 1 to 1024 bytes of UTF-8 without U+0000
 */
public record ThreadId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
