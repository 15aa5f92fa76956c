package dev.holdfast.core.groupcommit;

/**
 * Tells how large an operation is.
 *
 * @param <O> operation
 */
public interface Weigher<O> {
  /** Rows it adds at most, at least 1. */
  int rows(O operation);

  /** Bytes it holds in memory, roughly. */
  long bytes(O operation);
}
