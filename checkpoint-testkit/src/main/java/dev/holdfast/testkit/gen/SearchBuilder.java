package dev.holdfast.testkit.gen;

import dev.holdfast.core.index.SearchMode;
import dev.holdfast.core.index.SearchQuery;
import dev.holdfast.core.index.Vector;
import dev.holdfast.core.store.ItemFilter;
import dev.holdfast.core.store.StoreNamespace;
import dev.holdfast.core.store.StoreOperation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A search in the making; it finds everything until it is narrowed. */
public final class SearchBuilder {
  private final StoreNamespace prefix;
  private final List<ItemFilter.Condition> conditions = new ArrayList<>();
  private int limit = 10_000;
  private int offset;
  private boolean refresh;
  private @Nullable SearchQuery query;

  SearchBuilder(StoreNamespace prefix) {
    this.prefix = prefix;
  }

  /** Whose value passes {@code test} at {@code path}. */
  public SearchBuilder where(ItemFilter.Test test, String... path) {
    return where(new ItemFilter.Condition(List.of(path), test));
  }

  /** Whose value meets {@code condition}. */
  public SearchBuilder where(ItemFilter.Condition condition) {
    conditions.add(condition);
    return this;
  }

  /** At most this many. */
  public SearchBuilder limit(int most) {
    limit = most;
    return this;
  }

  /** Without the first ones. */
  public SearchBuilder offset(int first) {
    offset = first;
    return this;
  }

  /** The time of what is found begins anew. */
  public SearchBuilder refreshing() {
    refresh = true;
    return this;
  }

  /** What is like this. */
  public SearchBuilder like(SearchQuery wanted) {
    query = wanted;
    return this;
  }

  /** What is like this text. */
  public SearchBuilder like(String text, SearchMode mode) {
    return like(new SearchQuery(text, mode, null, 0));
  }

  /** Whose meaning is like that of this text. */
  public SearchBuilder like(String text) {
    return like(text, SearchMode.SEMANTIC);
  }

  /** Whose vector is near to this one. */
  public SearchBuilder near(float... numbers) {
    return like(new SearchQuery("", SearchMode.SEMANTIC, new Vector(numbers), 0));
  }

  /** The search. */
  public StoreOperation.Search build() {
    return new StoreOperation.Search(
        prefix, new ItemFilter(conditions), limit, offset, refresh, query);
  }
}
