package dev.holdfast.postgres.store.index;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.postgres.sqlstate.SqlFailures;
import io.vertx.pgclient.PgException;
import java.util.Set;

/** Classifies errors of definitions. */
final class IndexFailures {

  private static final Set<String> NO_SUCH_NAME = Set.of("42704", "42602", "42601");

  private IndexFailures() {}

  /** An unknown text search configuration is a name of an object that is not there, or is none. */
  static Failure of(Throwable error) {
    return error instanceof PgException sql
            && NO_SUCH_NAME.contains(String.valueOf(sql.getSqlState()))
        ? new Failure.Plain(
            Code.INVALID_REQUEST, "language is not a text search configuration of the database")
        : SqlFailures.beforeCommit(error);
  }
}
