package dev.holdfast.core.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one part of a batch came to. */
public sealed interface StoreResult {

  /** Of a get; null if there is none. */
  record Found(@Nullable StoreItem item) implements StoreResult {}

  /**
   * Of a search.
   *
   * @param scores one for each item if there was a query, else none
   */
  record Items(List<StoreItem> items, List<Double> scores) implements StoreResult {

    /** Of a search without a query. */
    public Items(List<StoreItem> items) {
      this(items, List.of());
    }
  }

  /** Of a list of namespaces. */
  record Namespaces(List<StoreNamespace> namespaces) implements StoreResult {}

  /**
   * A put or delete is committed.
   *
   * @param waiting whether a query does not find it yet
   */
  record Stored(boolean waiting) implements StoreResult {

    /** Nothing is left to do. */
    public Stored() {
      this(false);
    }
  }
}
