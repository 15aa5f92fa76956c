package dev.holdfast.postgres.store;

import dev.holdfast.core.store.StoreItem;
import dev.holdfast.core.store.StoreResult;
import dev.holdfast.postgres.statement.SqlQuery;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;

/**
 * A search.
 *
 * @param query finds the items
 * @param place of its result
 */
record Searched(SqlQuery query, int place) implements Question {
  @Override
  public void answer(RowSet<Row> rows, StoreResult[] results) {
    List<StoreItem> items = new ArrayList<>(rows.size());
    rows.forEach(row -> items.add(ItemRows.item(row)));
    results[place] = new StoreResult.Items(items);
  }
}
