package dev.holdfast.core.store;

import dev.holdfast.core.index.IndexBacklog;
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
   * @param backlog how far behind the index is, where that is worth telling
   */
  record Items(List<StoreItem> items, List<Double> scores, @Nullable IndexBacklog backlog)
      implements StoreResult {

    /** Of a search of which nothing more is known. */
    public Items(List<StoreItem> items, List<Double> scores) {
      this(items, scores, null);
    }

    /** Of a search without a query. */
    public Items(List<StoreItem> items) {
      this(items, List.of());
    }

    /** The same, of an index that is so far behind. */
    public Items behind(IndexBacklog worthTelling) {
      return new Items(items, scores, worthTelling);
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
