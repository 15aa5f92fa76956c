package dev.holdfast.postgres.store;

import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.store.StoreChange;
import dev.holdfast.core.store.StoreChanged;
import dev.holdfast.core.store.StoreWriter;
import dev.holdfast.postgres.sqlstate.SqlFailures;
import dev.holdfast.postgres.statement.BulkSql;
import dev.holdfast.postgres.statement.SqlQuery;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Writes a group as one call of a function: one transaction, one round trip (ADR 2, ADR 5). Writing
 * it again does no harm, so nothing is remembered to recognise a repeat; but for batches of
 * imports, which move their import on.
 */
public final class PgStoreWriter implements StoreWriter {

  private final Pool pool;

  /** A writer on {@code pool}. */
  public PgStoreWriter(Pool pool) {
    this.pool = pool;
  }

  @Override
  public CompletionStage<List<Outcome<StoreChanged>>> write(List<StoreChange> group) {
    return Future.succeededFuture(group)
        .map(Folded::new)
        .compose(folded -> write(folded, new ImportSteps(group)))
        .recover(error -> Future.failedFuture(SqlFailures.beforeCommit(error)))
        .map(committed -> done(group))
        .toCompletionStage();
  }

  private Future<Void> write(Folded folded, ImportSteps steps) {
    if (steps.isEmpty()) {
      return folded.isEmpty() ? Future.succeededFuture() : write(folded.query());
    }
    SqlQuery items = folded.query();
    String sql = BulkSql.writeImport(items.sql(), items.parameters().size());
    return write(new SqlQuery(sql, steps.addTo(items.parameters(), folded)));
  }

  /** Without a connection nothing can have happened. */
  private Future<Void> write(SqlQuery items) {
    return pool.getConnection()
        .recover(error -> Future.failedFuture(SqlFailures.beforeCommit(error)))
        .compose(
            connection ->
                connection
                    .preparedQuery(items.sql())
                    .execute(items.parameters())
                    .recover(error -> Future.failedFuture(SqlFailures.ofCommit(error)))
                    .onComplete(done -> connection.close()))
        .mapEmpty();
  }

  private static List<Outcome<StoreChanged>> done(List<StoreChange> group) {
    return Collections.nCopies(group.size(), new Outcome.Done<>(new StoreChanged()));
  }
}
