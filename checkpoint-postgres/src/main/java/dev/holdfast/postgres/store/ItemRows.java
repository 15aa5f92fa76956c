package dev.holdfast.postgres.store;

import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.ItemValue;
import dev.holdfast.core.store.StoreItem;
import dev.holdfast.core.store.StoreNamespace;
import dev.holdfast.postgres.json.JsonColumns;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;

/** Reads rows that hold items. */
public final class ItemRows {

  private ItemRows() {}

  /** The item of a row that names it. */
  public static StoreItem item(Row row) {
    return item(key(row), row);
  }

  /** The item of a row; its name is known. */
  static StoreItem item(ItemKey key, Row row) {
    return new StoreItem(
        key,
        value(row),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("updated_at").toInstant(),
        row.getBoolean("expires"));
  }

  /** How many bytes the values of rows have, about; none where rows hold no items. */
  static long bytes(RowSet<Row> rows) {
    long bytes = 0;
    if (rows.columnsNames().contains("value")) {
      for (Row row : rows) {
        String value = row.getString("value");
        bytes += value == null ? row.getBuffer("exact").length() : value.length();
      }
    }
    return bytes;
  }

  /** What the item of a row holds. */
  public static ItemValue value(Row row) {
    Buffer exact = row.getBuffer("exact");
    String jsonb = exact == null ? row.getString("value") : "";
    return new ItemValue(JsonColumns.read(jsonb, exact == null ? null : exact.getBytes()));
  }

  /** The name of the item of a row. */
  public static ItemKey key(Row row) {
    return new ItemKey(namespace(row), row.getString("key"));
  }

  static StoreNamespace namespace(Row row) {
    return new StoreNamespace(List.of(row.getArrayOfStrings("prefix")));
  }
}
