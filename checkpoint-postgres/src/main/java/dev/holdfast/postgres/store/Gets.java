package dev.holdfast.postgres.store;

import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreResult;
import dev.holdfast.postgres.statement.Columns;
import dev.holdfast.postgres.statement.Labels;
import dev.holdfast.postgres.statement.SqlQuery;
import dev.holdfast.postgres.statement.StoreSql;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** All gets of a tenant in a round; there is at least one. */
final class Gets implements Question {

  private final TenantId tenant;
  private final List<ItemKey> keys = new ArrayList<>();
  private final List<Integer> places = new ArrayList<>();

  Gets(TenantId tenant) {
    this.tenant = tenant;
  }

  /** Adds a get whose result is the one at {@code place}. */
  void add(ItemKey key, int place) {
    keys.add(key);
    places.add(place);
  }

  @Override
  public SqlQuery query() {
    return keys.size() == 1 ? one(keys.get(0)) : all();
  }

  private SqlQuery one(ItemKey key) {
    String[] labels = key.namespace().labels().toArray(String[]::new);
    return new SqlQuery(StoreSql.GET_ITEM, Tuple.of(tenant.value(), labels, key.key()));
  }

  private SqlQuery all() {
    var columns = new Columns(String.class, String.class);
    keys.forEach(key -> columns.add(Labels.literal(key.namespace().labels()), key.key()));
    return new SqlQuery(StoreSql.getItems(keys.size()), columns.addTo(Tuple.of(tenant.value())));
  }

  @Override
  public void answer(RowSet<Row> rows, StoreResult[] results) {
    for (Row row : rows) {
      int n = keys.size() == 1 ? 0 : row.getInteger("n") - 1;
      results[places.get(n)] = new StoreResult.Found(ItemRows.item(keys.get(n), row));
    }
  }
}
