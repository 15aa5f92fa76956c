package dev.holdfast.postgres.connect;

import dev.holdfast.postgres.statement.CheckSql;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What a database says about itself.
 *
 * @param fsync its setting
 * @param synchronousCommit its setting
 * @param version e.g. 180006
 * @param pooler whether something stands between that answers with another process than the one we
 *     spoke to
 */
public record DatabaseCheck(String fsync, String synchronousCommit, int version, boolean pooler) {

  private static final int OLDEST_VERSION = 140_000;
  private static final int MAJOR = 10_000;

  /** Connects and asks. */
  public static CompletionStage<DatabaseCheck> ask(Vertx vertx, PostgresUrl url) {
    return PgConnection.connect(vertx, Pools.options(url, true))
        .compose(
            connection ->
                connection
                    .query(CheckSql.SETTINGS)
                    .execute()
                    .map(rows -> read(rows.iterator().next(), connection.processId()))
                    .onComplete(done -> connection.close()))
        .toCompletionStage();
  }

  private static DatabaseCheck read(Row row, int announcedPid) {
    return new DatabaseCheck(
        row.getString("fsync"),
        row.getString("synchronous_commit"),
        row.getInteger("version"),
        row.getInteger("pid") != announcedPid);
  }

  /**
   * Why this database must not be used, in one sentence that names the setting; empty if it may.
   */
  public Optional<String> objection() {
    if (version < OLDEST_VERSION) {
      return Optional.of("Postgres " + version / MAJOR + " is too old: Holdfast needs 14 or newer");
    }
    if (fsync.equals("off")) {
      return Optional.of(
          "Postgres runs with fsync=off: it may lose what Holdfast has acknowledged. Set fsync=on");
    }
    if (synchronousCommit.equals("off")) {
      return Optional.of(
          "Postgres runs with synchronous_commit=off: it may lose what Holdfast has acknowledged. Set synchronous_commit=on");
    }
    return Optional.empty();
  }

  /** The version as people write it, e.g. 18.6. */
  public String versionName() {
    return version / MAJOR + "." + version % MAJOR;
  }

  /** Whether the database answers at all. */
  public static CompletionStage<Boolean> answers(io.vertx.sqlclient.Pool pool) {
    Future<Boolean> answered = pool.query(CheckSql.PING).execute().map(rows -> true);
    return answered.otherwise(false).toCompletionStage();
  }
}
