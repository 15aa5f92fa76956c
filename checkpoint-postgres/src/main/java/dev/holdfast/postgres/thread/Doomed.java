package dev.holdfast.postgres.thread;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Checkpoints that go.
 *
 * @param numbers of their records
 * @param namespaces of each
 * @param ids of each
 * @param needed numbers of the records that others refer to
 */
record Doomed(List<Long> numbers, List<String> namespaces, List<String> ids, Set<Long> needed) {

  /** What {@code rows} name; what others need of it is not known yet. */
  static Doomed of(RowSet<Row> rows) {
    List<Long> numbers = new ArrayList<>();
    List<String> namespaces = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (Row row : rows) {
      numbers.add(row.getLong("number"));
      namespaces.add(row.getString("ns"));
      ids.add(row.getString("id"));
    }
    return new Doomed(numbers, namespaces, ids, Set.of());
  }

  Doomed needing(Set<Long> records) {
    return new Doomed(numbers, namespaces, ids, records);
  }

  boolean isEmpty() {
    return numbers.isEmpty();
  }
}
