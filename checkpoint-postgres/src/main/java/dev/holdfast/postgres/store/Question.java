package dev.holdfast.postgres.store;

import dev.holdfast.core.store.StoreResult;
import dev.holdfast.postgres.statement.SqlQuery;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;

/** A statement that answers one read, or several. */
interface Question {

  /** What is sent. */
  SqlQuery query();

  /** Puts what came into its places. */
  void answer(RowSet<Row> rows, StoreResult[] results);
}
