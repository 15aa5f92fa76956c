package dev.holdfast.core.model;

/**
 * One invocation of a graph; many per thread.
 *
 * @param value 1 to 1024 bytes of UTF-8
 */
public record RunId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
