package dev.holdfast.core.model;

/**
 * Named slot of state.
 *
 * @param value 1 to 1024 bytes of UTF-8 without U+0000
 */
public record ChannelName(String value) {
  @Override
  public String toString() {
    return value;
  }
}
