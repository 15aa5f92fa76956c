package dev.holdfast.postgres.store.index;

import dev.holdfast.core.store.indexing.IndexedItem;
import dev.holdfast.core.store.indexing.WaitingItem;
import dev.holdfast.postgres.json.JsonColumns;
import dev.holdfast.postgres.statement.Columns;
import dev.holdfast.postgres.statement.IndexColumns;
import dev.holdfast.postgres.statement.Labels;
import dev.holdfast.postgres.store.ItemName;
import io.vertx.sqlclient.Tuple;
import java.util.Comparator;
import java.util.List;

/** What was made of items, sorted as groups lock them. */
final class IndexedColumns {

  private final Columns items =
      new Columns(String.class, String.class, String.class, Long.class, Long.class, String.class);
  private final IndexColumns.Vectors vectors = new IndexColumns.Vectors();

  IndexedColumns(List<IndexedItem> indexed) {
    indexed.stream().sorted(Comparator.comparing(IndexedColumns::name)).forEach(this::add);
  }

  private static ItemName name(IndexedItem indexed) {
    return new ItemName(indexed.item().tenant(), indexed.item().key());
  }

  private void add(IndexedItem indexed) {
    WaitingItem item = indexed.item();
    items.add(
        item.tenant().value(),
        Labels.literal(item.key().namespace().labels()),
        item.key().key(),
        item.revision(),
        item.index().number(),
        JsonColumns.text(indexed.text()));
    vectors.add(items.size(), indexed.vectors());
  }

  /** For {@code IndexSql.INDEX_ITEMS}. */
  Tuple tuple() {
    return vectors.addTo(items.tuple());
  }
}
