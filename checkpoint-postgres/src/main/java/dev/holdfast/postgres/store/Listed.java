package dev.holdfast.postgres.store;

import dev.holdfast.core.store.StoreNamespace;
import dev.holdfast.core.store.StoreResult;
import dev.holdfast.postgres.statement.SqlQuery;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;

/**
 * A list of namespaces.
 *
 * @param query lists them
 * @param place of its result
 */
record Listed(SqlQuery query, int place) implements Question {
  @Override
  public void answer(RowSet<Row> rows, StoreResult[] results) {
    List<StoreNamespace> namespaces = new ArrayList<>(rows.size());
    rows.forEach(row -> namespaces.add(ItemRows.namespace(row)));
    results[place] = new StoreResult.Namespaces(namespaces);
  }
}
