package dev.holdfast.postgres.store.meaning;

import dev.holdfast.core.store.indexing.Ranking;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;

/** Lists of hits, best first. */
final class Ranked {

  private Ranked() {}

  static List<Hit> hits(RowSet<Row> rows) {
    List<Hit> hits = new ArrayList<>(rows.size());
    rows.forEach(row -> hits.add(Hit.of(row)));
    return hits;
  }

  /** Both lists as one. */
  static List<Hit> fused(List<Hit> one, List<Hit> other) {
    return Ranking.fused(List.of(names(one), names(other)), Hit.BEST_FIRST).stream()
        .map(ranked -> ranked.found().scored(ranked.score()))
        .toList();
  }

  /** Without scores an item is the same in both. */
  private static List<Hit> names(List<Hit> hits) {
    return hits.stream().map(hit -> hit.scored(0)).toList();
  }

  static List<Hit> page(List<Hit> hits, int limit, int offset) {
    return hits.stream().skip(offset).limit(limit).toList();
  }
}
