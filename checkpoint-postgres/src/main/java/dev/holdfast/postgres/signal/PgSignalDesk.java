package dev.holdfast.postgres.signal;

import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.signal.SignalDesk;
import dev.holdfast.core.signal.SignalState;
import dev.holdfast.core.signal.SignalStatus;
import dev.holdfast.postgres.sqlstate.SqlFailures;
import dev.holdfast.postgres.statement.SignalSql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What people ask about signals, out of Postgres. */
public final class PgSignalDesk implements SignalDesk {

  private final Pool pool;

  /** A desk on {@code pool}. */
  public PgSignalDesk(Pool pool) {
    this.pool = pool;
  }

  @Override
  public CompletionStage<Optional<SignalStatus>> find(TenantId tenant, long id) {
    return ask(SignalSql.FIND, Tuple.of(tenant.value(), id), SignalRows::status)
        .map(found -> found.stream().findFirst())
        .toCompletionStage();
  }

  @Override
  public CompletionStage<List<SignalStatus>> list(Filter filter) {
    Tuple parameters =
        Tuple.of(filter.tenant().value())
            .addString(filter.namespace())
            .addString(filter.workflowId())
            .addString(filter.state() == null ? null : filter.state().text())
            .addString(filter.reason() == null ? null : filter.reason().text())
            .addLong(filter.before())
            .addLong((long) filter.most());
    return ask(SignalSql.LIST, parameters, SignalRows::status).toCompletionStage();
  }

  @Override
  public CompletionStage<Optional<SignalState>> cancel(TenantId tenant, long id) {
    return ask(
            SignalSql.CANCEL,
            Tuple.of(tenant.value(), id),
            row -> Optional.ofNullable(row.getString("state")).map(SignalRows::state))
        .map(found -> found.get(0))
        .toCompletionStage();
  }

  @Override
  public CompletionStage<List<Long>> redrive(TenantId tenant, List<Long> ids) {
    return ask(
            SignalSql.REDRIVE,
            Tuple.of(tenant.value(), (Object) ids.toArray(Long[]::new)),
            row -> row.getLong("id"))
        .toCompletionStage();
  }

  @Override
  public CompletionStage<Integer> discard(TenantId tenant, List<Long> ids, String note) {
    return ask(
            SignalSql.DISCARD,
            Tuple.of(tenant.value(), ids.toArray(Long[]::new), note),
            row -> row.getLong("discarded").intValue())
        .map(counts -> counts.get(0))
        .toCompletionStage();
  }

  private <R> Future<List<R>> ask(String sql, Tuple parameters, Function<Row, R> read) {
    return pool.preparedQuery(sql)
        .execute(parameters)
        .<List<R>>map(
            rows -> {
              List<R> answers = new ArrayList<>(rows.size());
              rows.forEach(row -> answers.add(read.apply(row)));
              return answers;
            })
        .recover(error -> Future.failedFuture(SqlFailures.ofCommit(error)));
  }
}
