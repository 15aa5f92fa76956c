package dev.holdfast.postgres.progress;

import dev.holdfast.core.model.Incarnation;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.model.ThreadId;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.core.progress.StoppedThreads;
import dev.holdfast.postgres.sqlstate.SqlFailures;
import dev.holdfast.postgres.statement.ProgressSql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Finds threads that do not move in Postgres. A row for each rule says how far it has looked; who
 * scans has it locked, and moves it on in the transaction that ends when all is told.
 */
public final class PgStoppedThreads implements StoppedThreads {

  private static final long BATCH_ROWS = 200;
  private static final Duration STEP = Duration.ofMinutes(10);

  private final Pool pool;

  /** Looks in the database of {@code pool}; a scan takes a connection until it is over. */
  public PgStoppedThreads(Pool pool) {
    this.pool = pool;
  }

  @Override
  public CompletionStage<Void> rules(List<String> names) {
    Tuple all = Tuple.of((Object) names.toArray(String[]::new));
    return pool.preparedQuery(ProgressSql.FORGET_RULES)
        .execute(all)
        .compose(forgotten -> pool.preparedQuery(ProgressSql.BEGIN_RULES).execute(all))
        .<Void>mapEmpty()
        .recover(error -> Future.failedFuture(SqlFailures.ofCommit(error)))
        .toCompletionStage();
  }

  @Override
  public CompletionStage<Optional<Scanned>> scan(
      String rule,
      Duration after,
      String threadPrefix,
      Function<List<StoppedThread>, CompletionStage<Void>> look) {
    return pool.<Optional<Scanned>>withTransaction(
            connection -> scan(new Scan(connection, rule, threadPrefix, look), after))
        .recover(error -> Future.failedFuture(SqlFailures.ofCommit(error)))
        .toCompletionStage();
  }

  private static Future<Optional<Scanned>> scan(Scan scan, Duration after) {
    return scan.connection
        .preparedQuery(ProgressSql.TAKE_RULE)
        .execute(Tuple.of(scan.rule, after.toMillis(), STEP.toMillis()))
        .compose(
            taken ->
                taken.size() == 0
                    ? scan.begin().map(begun -> Optional.empty())
                    : scan.run(taken.iterator().next()).map(Optional::of));
  }

  private record Scan(
      SqlConnection connection,
      String rule,
      String prefix,
      Function<List<StoppedThread>, CompletionStage<Void>> look) {

    /** Another replica has the rule, or one that does not know it has forgotten it. */
    Future<Void> begin() {
      return connection
          .preparedQuery(ProgressSql.BEGIN_RULES)
          .execute(Tuple.of((Object) new String[] {rule}))
          .mapEmpty();
    }

    Future<Scanned> run(Row taken) {
      OffsetDateTime since = taken.getOffsetDateTime("since");
      OffsetDateTime until = taken.getOffsetDateTime("until");
      Duration lag = Duration.ofMillis(taken.getLong("lag_ms"));
      if (!until.isAfter(since)) {
        return Future.succeededFuture(new Scanned(false, lag));
      }
      return connection
          .preparedQuery(ProgressSql.STOPPED_THREADS)
          .execute(Tuple.of(since, until, prefix, BATCH_ROWS))
          .compose(
              rows -> {
                List<StoppedThread> found = new ArrayList<>();
                OffsetDateTime last = until;
                for (Row row : rows) {
                  found.add(thread(row));
                  last = row.getOffsetDateTime("created_at");
                }
                boolean full = rows.size() >= BATCH_ROWS;
                boolean more = full || lag.compareTo(STEP) > 0;
                OffsetDateTime looked = full ? last : until;
                return Future.fromCompletionStage(look.apply(found))
                    .compose(told -> advance(looked))
                    .map(done -> new Scanned(more, lag));
              });
    }

    private Future<Void> advance(OffsetDateTime looked) {
      return connection
          .preparedQuery(ProgressSql.ADVANCE_RULE)
          .execute(Tuple.of(rule, looked))
          .mapEmpty();
    }

    private static StoppedThread thread(Row row) {
      var tenant = new TenantId(row.getString("tenant_id"));
      return new StoppedThread(
          new ThreadKey(tenant, new ThreadId(row.getString("thread_id"))),
          new Incarnation(row.getLong("incarnation")),
          row.getLong("number"));
    }
  }
}
