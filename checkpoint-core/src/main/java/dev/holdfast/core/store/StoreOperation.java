package dev.holdfast.core.store;

import dev.holdfast.core.index.Indexing;
import dev.holdfast.core.index.SearchQuery;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One part of a batch. */
public sealed interface StoreOperation {

  /** A part that changes nothing but, perhaps, how long items live. */
  sealed interface Read extends StoreOperation {}

  /**
   * Reads one item.
   *
   * @param refresh whether its time begins anew
   */
  record Get(ItemKey key, boolean refresh) implements Read {}

  /**
   * Finds items: without a query newest first, then by namespace and key; with one those that are
   * indexed, best first, then so.
   *
   * @param prefix labels that their namespaces begin with
   * @param filter what their values must be
   * @param limit 0 to 10,000
   * @param offset at least 0
   * @param refresh whether the time of those that are returned begins anew
   * @param query what they are to be like; null: anything
   */
  record Search(
      StoreNamespace prefix,
      ItemFilter filter,
      int limit,
      int offset,
      boolean refresh,
      @Nullable SearchQuery query)
      implements Read {

    /** A search without a query. */
    public Search(
        StoreNamespace prefix, ItemFilter filter, int limit, int offset, boolean refresh) {
      this(prefix, filter, limit, offset, refresh, null);
    }
  }

  /**
   * Lists namespaces that hold items, by their labels, ascending by code point.
   *
   * @param conditions all of which they must meet
   * @param maxDepth labels after which they are cut off; null: none
   * @param limit 0 to 10,000
   * @param offset at least 0
   */
  record ListNamespaces(
      List<NamespaceCondition> conditions, @Nullable Integer maxDepth, int limit, int offset)
      implements Read {

    /** Copies the list. */
    public ListNamespaces {
      conditions = List.copyOf(conditions);
    }
  }

  /**
   * Puts or deletes one item.
   *
   * @param value null deletes it
   * @param ttl null: it does not expire
   * @param indexing what a query finds it by
   */
  record Put(ItemKey key, @Nullable ItemValue value, @Nullable Ttl ttl, Indexing indexing)
      implements StoreOperation {

    /** A put that is indexed as the index is defined. */
    public Put(ItemKey key, @Nullable ItemValue value, @Nullable Ttl ttl) {
      this(key, value, ttl, Indexing.AS_DEFINED);
    }
  }

  /**
   * A read or a delete of what no item can be named by; no store is asked.
   *
   * @param result what finding nothing looks like
   */
  record Nowhere(StoreResult result) implements StoreOperation {}
}
