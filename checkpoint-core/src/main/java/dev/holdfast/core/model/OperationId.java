package dev.holdfast.core.model;

/**
 * Names one deletion, copy or prune across its repeats.
 *
 * @param value 1 to 1024 bytes of UTF-8, unique within a tenant for 24 hours
 */
public record OperationId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
