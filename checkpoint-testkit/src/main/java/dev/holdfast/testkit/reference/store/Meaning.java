package dev.holdfast.testkit.reference.store;

import dev.holdfast.core.index.Distance;
import dev.holdfast.core.index.SearchMode;
import dev.holdfast.core.index.SearchQuery;
import dev.holdfast.core.index.Vector;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreItem;
import dev.holdfast.core.store.StoreOperation.Search;
import dev.holdfast.core.store.StoreResult;
import dev.holdfast.core.store.indexing.Ranking;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Answers a search with a query: compares it with every item.
 *
 * @param ties orders what has one score
 */
record Meaning(TenantItems items, Search search, SearchQuery query, Comparator<StoreItem> ties) {
  /** An item, and how well the query matches it; NaN: not at all. */
  private record Scored(StoreItem item, double score) {}

  /** {@code passing}: the items under the prefix that pass the filter. */
  StoreResult.Items answer(Stream<ItemKey> passing) {
    List<ItemKey> indexed =
        passing
            .filter(items::indexed)
            .filter(key -> derived(key).index() == query.index())
            .toList();
    List<Scored> page =
        scored(indexed).stream().skip(search.offset()).limit(search.limit()).toList();
    return new StoreResult.Items(
        page.stream().map(Scored::item).toList(), page.stream().map(Scored::score).toList());
  }

  private List<Scored> scored(List<ItemKey> indexed) {
    if (query.mode() == SearchMode.SEMANTIC) {
      return ranked(indexed, this::nearness);
    } else if (query.mode() == SearchMode.TEXT) {
      return ranked(indexed, this::wordScore);
    }
    int depth = Ranking.depth(search.limit(), search.offset());
    List<List<StoreItem>> lists = new ArrayList<>();
    for (List<Scored> list :
        List.of(ranked(indexed, this::nearness), ranked(indexed, this::wordScore))) {
      lists.add(list.stream().limit(depth).map(Scored::item).toList());
    }
    return Ranking.fused(lists, ties).stream()
        .map(ranked -> new Scored(ranked.found(), ranked.score()))
        .toList();
  }

  private List<Scored> ranked(List<ItemKey> indexed, ToDoubleFunction<Derived> score) {
    Comparator<Scored> bestFirst = Comparator.comparingDouble(scored -> -scored.score());
    return indexed.stream()
        .map(key -> new Scored(items.item(key).read(key), score.applyAsDouble(derived(key))))
        .filter(scored -> !Double.isNaN(scored.score()))
        .sorted(bestFirst.thenComparing(Scored::item, ties))
        .toList();
  }

  private double nearness(Derived derived) {
    Vector wanted = Objects.requireNonNull(query.vector(), "prepared queries have their vector");
    Distance distance = Objects.requireNonNull(items.index).definition().distance();
    return derived.vectors().stream()
        .mapToDouble(text -> distance.score(text.vector(), wanted))
        .max()
        .orElse(Double.NaN);
  }

  private double wordScore(Derived derived) {
    return Words.score(derived.text(), query.text());
  }

  private Derived derived(ItemKey key) {
    return Objects.requireNonNull(items.item(key).derived(), "it is indexed");
  }
}
