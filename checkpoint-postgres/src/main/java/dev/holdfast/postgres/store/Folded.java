package dev.holdfast.postgres.store;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.index.Indexing;
import dev.holdfast.core.store.ItemValue;
import dev.holdfast.core.store.StoreChange;
import dev.holdfast.core.store.StoreOperation.Put;
import dev.holdfast.postgres.json.JsonColumns;
import dev.holdfast.postgres.statement.Columns;
import dev.holdfast.postgres.statement.IndexColumns;
import dev.holdfast.postgres.statement.Labels;
import dev.holdfast.postgres.statement.SqlQuery;
import dev.holdfast.postgres.statement.StoreSql;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a group comes to: one thing for each name, sorted (ADR 5).
 *
 * <p>Within a batch the last put of a name counts. Batches take effect one after the other: what
 * one deletes and a later one puts is a new item. A refresh changes nothing that the group puts.
 */
final class Folded {

  /** What is done, as {@code holdfast.write_items} calls it. */
  private enum Kind {
    /** Writes the value; an item that is there keeps its creation. */
    PUT,
    /** Writes the value as if nothing had been there. */
    REPLACE,
    /** Removes the item. */
    DELETE,
    /** Begins the item's time anew. */
    REFRESH;

    private final String text = name().toLowerCase(Locale.ROOT);

    boolean deletes() {
      return this == REPLACE || this == DELETE;
    }
  }

  private record Step(Kind kind, @Nullable Put put) {
    @Nullable Indexing indexing() {
      return put == null ? null : put.indexing();
    }
  }

  private final SortedMap<ItemName, Step> steps = new TreeMap<>();

  Folded(List<StoreChange> group) {
    group.forEach(this::put);
    group.forEach(this::refresh);
  }

  private void put(StoreChange change) {
    Map<ItemName, Put> last = new HashMap<>();
    change.puts().forEach(put -> last.put(new ItemName(change.tenant(), put.key()), put));
    last.forEach(
        (name, put) -> {
          if (put.value() != null) {
            Step before = steps.get(name);
            boolean anew = before != null && before.kind.deletes();
            steps.put(name, new Step(anew ? Kind.REPLACE : Kind.PUT, put));
          } else if (name.isPossible()) {
            steps.put(name, new Step(Kind.DELETE, null));
          }
        });
  }

  private void refresh(StoreChange change) {
    change.refreshed().stream()
        .map(key -> new ItemName(change.tenant(), key))
        .filter(ItemName::isPossible)
        .forEach(name -> steps.putIfAbsent(name, new Step(Kind.REFRESH, null)));
  }

  /** Whether there is nothing to do. */
  boolean isEmpty() {
    return steps.isEmpty();
  }

  /** Whether this very put is what is done with the name. */
  @SuppressWarnings("ReferenceEquality") // an equal put of another batch is another put
  boolean counts(ItemName name, Put put) {
    Step step = steps.get(name);
    return step != null && step.put == put;
  }

  /** Writes it; what is not indexed takes the shorter way. */
  SqlQuery query() {
    boolean indexes = steps.values().stream().map(Step::indexing).anyMatch(IndexColumns::isIndexed);
    if (!indexes) {
      return new SqlQuery(StoreSql.WRITE_ITEMS, tuple());
    }
    var columns = new IndexColumns();
    steps.values().forEach(step -> columns.add(step.indexing()));
    return new SqlQuery(StoreSql.WRITE_INDEXED_ITEMS, columns.addTo(tuple()));
  }

  private Tuple tuple() {
    var columns =
        new Columns(
            String.class,
            String.class,
            String.class,
            String.class,
            String.class,
            Buffer.class,
            Long.class,
            String.class);
    steps.forEach((name, step) -> add(columns, name, step));
    return columns.tuple();
  }

  private static void add(Columns columns, ItemName name, Step step) {
    Put put = step.put;
    ItemValue value = put == null ? null : put.value();
    Bytes exact = value == null ? null : JsonColumns.exact(value.entries());
    columns.add(
        name.tenant().value(),
        Labels.literal(name.key().namespace().labels()),
        name.key().key(),
        step.kind.text,
        value == null ? null : JsonColumns.jsonb(value.entries()),
        exact == null ? null : Buffer.buffer(exact.array()),
        put == null || put.ttl() == null ? null : put.ttl().micros(),
        IndexColumns.fields(step.indexing()));
  }
}
