package dev.holdfast.core.model;

/**
 * Unique and increasing in time; compares by its UTF-8 bytes, the greatest is the latest.
 *
 * @param value 1 to 1024 bytes of UTF-8 without U+0000
 */
public record CheckpointId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
