package dev.holdfast.postgres.store;

import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreItem;
import dev.holdfast.core.store.StoreResult;
import dev.holdfast.postgres.statement.Columns;
import dev.holdfast.postgres.statement.Labels;
import dev.holdfast.postgres.statement.SqlQuery;
import dev.holdfast.postgres.statement.StoreSql;
import dev.holdfast.postgres.store.meaning.Hit;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/**
 * The items that a query found.
 *
 * @param tenant whose
 * @param hits of the page, in order; not empty
 * @param place of the result
 */
record Page(TenantId tenant, List<Hit> hits, int place) implements Question {

  @Override
  public SqlQuery query() {
    var columns = new Columns(String.class, String.class);
    for (Hit hit : hits) {
      ItemKey key = hit.key();
      columns.add(Labels.literal(key.namespace().labels()), key.key());
    }
    return new SqlQuery(StoreSql.getItems(hits.size()), columns.addTo(Tuple.of(tenant.value())));
  }

  /** All of them are there, in the snapshot that they were found in; rows come in any order. */
  @Override
  public void answer(RowSet<Row> rows, StoreResult[] results) {
    StoreItem[] items = new StoreItem[hits.size()];
    for (Row row : rows) {
      int n = row.getInteger("n") - 1;
      items[n] = ItemRows.item(hits.get(n).key(), row);
    }
    List<Double> scores = new ArrayList<>(hits.size());
    hits.forEach(hit -> scores.add(hit.score()));
    results[place] = new StoreResult.Items(List.of(items), scores);
  }
}
