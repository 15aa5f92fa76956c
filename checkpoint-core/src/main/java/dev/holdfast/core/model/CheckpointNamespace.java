package dev.holdfast.core.model;

/**
 * Path of the (sub)graph within a thread.
 *
 * @param value empty for the root; parts joined by {@code |}, task id after {@code :}; at most 8192
 *     bytes
 */
public record CheckpointNamespace(String value) {
  @Override
  public String toString() {
    return value;
  }
}
