package dev.holdfast.postgres.store.bulk;

import dev.holdfast.core.imports.ImportCounts;
import dev.holdfast.core.imports.ImportError;
import dev.holdfast.core.imports.ImportId;
import dev.holdfast.core.imports.ImportStatus;
import dev.holdfast.core.store.bulk.ImportLog;
import dev.holdfast.postgres.sqlstate.SqlFailures;
import dev.holdfast.postgres.statement.BulkSql;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Keeps a row for each import. */
public final class PgImportLog implements ImportLog {

  private final Pool pool;

  /** A log on {@code pool}. */
  public PgImportLog(Pool pool) {
    this.pool = pool;
  }

  @Override
  public CompletionStage<ImportStatus> begin(ImportId id) {
    return ask(BulkSql.BEGIN_IMPORT, id).thenApply(Optional::orElseThrow);
  }

  @Override
  public CompletionStage<Optional<ImportStatus>> find(ImportId id) {
    return ask(BulkSql.FIND_IMPORT, id);
  }

  private CompletionStage<Optional<ImportStatus>> ask(String sql, ImportId id) {
    return pool.preparedQuery(sql)
        .execute(Tuple.of(id.tenant().value(), id.value()))
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.<ImportStatus>empty()
                    : Optional.of(status(id, rows.iterator().next())))
        .recover(error -> Future.failedFuture(SqlFailures.beforeCommit(error)))
        .toCompletionStage();
  }

  private static ImportStatus status(ImportId id, Row row) {
    return new ImportStatus(
        id,
        row.getLong("committed_lines"),
        new ImportCounts(row.getLong("stored"), row.getLong("expired"), row.getLong("skipped")),
        errors(new JsonArray(row.getString("errors"))),
        row.getOffsetDateTime("now").toInstant());
  }

  private static List<ImportError> errors(JsonArray told) {
    List<ImportError> errors = new ArrayList<>();
    for (int i = 0; i < told.size(); i++) {
      JsonObject error = told.getJsonObject(i);
      errors.add(
          new ImportError(
              error.getLong("line"), error.getString("code"), error.getString("pointer")));
    }
    return errors;
  }
}
