package dev.holdfast.postgres.store.meaning;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lists of hits, best first. */
final class Ranked {

  /** What is added to a rank, so that the first ones do not count for all. */
  private static final double DAMPING = 60;

  private Ranked() {}

  static List<Hit> hits(RowSet<Row> rows) {
    List<Hit> hits = new ArrayList<>(rows.size());
    rows.forEach(row -> hits.add(Hit.of(row)));
    return hits;
  }

  /** Both lists as one: an item's score is the sum of {@code 1 / (60 + rank)}, from rank 1. */
  static List<Hit> fused(List<Hit> one, List<Hit> other) {
    Map<Object, Hit> fused = new LinkedHashMap<>();
    for (List<Hit> list : List.of(one, other)) {
      for (int i = 0; i < list.size(); i++) {
        Hit hit = list.get(i).scored(1 / (DAMPING + i + 1));
        fused.merge(hit.key(), hit, (a, b) -> a.scored(a.score() + b.score()));
      }
    }
    return fused.values().stream().sorted(Hit.BEST_FIRST).toList();
  }

  static List<Hit> page(List<Hit> hits, int limit, int offset) {
    return hits.stream().skip(offset).limit(limit).toList();
  }
}
