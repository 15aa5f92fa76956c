package dev.holdfast.postgres.store.index;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.index.IndexDefinition;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.indexing.IndexStatus;
import dev.holdfast.core.store.jobs.ClaimedJob;
import dev.holdfast.core.store.jobs.IndexJob;
import dev.holdfast.core.store.jobs.JobStore;
import dev.holdfast.postgres.statement.JobSql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Jobs as rows; each call is one statement, which is one transaction. */
public final class PgJobStore implements JobStore {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final Pool pool;

  /** Jobs in the database of {@code pool}. */
  public PgJobStore(Pool pool) {
    this.pool = pool;
  }

  @Override
  public CompletionStage<IndexJob> start(
      TenantId tenant, IndexJob.Kind kind, @Nullable IndexDefinition definition) {
    Tuple parameters = Tuple.of(tenant.value(), kind.text());
    return ask(JobSql.START, IndexRows.add(parameters, definition), JobRows::job)
        .map(started -> started.orElseThrow(() -> Failure.RetryLater.overloaded(RETRY_AFTER)))
        .toCompletionStage();
  }

  @Override
  public CompletionStage<Optional<IndexJob>> find(TenantId tenant, long id) {
    return ask(JobSql.FIND, Tuple.of(tenant.value(), id), JobRows::job).toCompletionStage();
  }

  @Override
  public CompletionStage<List<IndexJob>> list(TenantId tenant, int most) {
    return rows(JobSql.LIST, Tuple.of(tenant.value(), most))
        .map(
            rows -> {
              List<IndexJob> jobs = new ArrayList<>();
              rows.forEach(row -> jobs.add(JobRows.job(row)));
              return jobs;
            })
        .toCompletionStage();
  }

  @Override
  public CompletionStage<Optional<IndexJob>> cancel(TenantId tenant, long id) {
    return rows(JobSql.CANCEL, Tuple.of(tenant.value(), id))
        .compose(cancelled -> ask(JobSql.FIND, Tuple.of(tenant.value(), id), JobRows::job))
        .toCompletionStage();
  }

  @Override
  public CompletionStage<Optional<ClaimedJob>> claim(Duration lease) {
    return ask(JobSql.CLAIM, Tuple.of(micros(lease)), JobRows::claimed).toCompletionStage();
  }

  @Override
  public CompletionStage<Optional<ClaimedJob>> begin(
      ClaimedJob job, @Nullable IndexDefinition replacement, Duration lease) {
    Tuple parameters = Tuple.of(job.job().id(), job.fencing(), micros(lease));
    return ask(JobSql.BEGIN, IndexRows.add(parameters, replacement), JobRows::claimed)
        .toCompletionStage();
  }

  @Override
  public CompletionStage<Optional<ClaimedJob>> page(ClaimedJob job, int most, Duration lease) {
    Tuple parameters = Tuple.of(job.job().id(), job.fencing(), most, micros(lease));
    return ask(JobSql.PAGE, parameters, JobRows::claimed).toCompletionStage();
  }

  @Override
  public CompletionStage<Void> putOff(ClaimedJob job, Duration later) {
    Tuple parameters = Tuple.of(job.job().id(), job.fencing(), micros(later));
    return rows(JobSql.PUT_OFF, parameters).<Void>mapEmpty().toCompletionStage();
  }

  @Override
  public CompletionStage<Void> finish(
      ClaimedJob job, IndexJob.State state, @Nullable IndexStatus result, @Nullable String code) {
    Tuple parameters =
        Tuple.of(job.job().id(), job.fencing(), state.text())
            .addValue(code)
            .addValue(result == null ? null : result.items())
            .addValue(result == null ? null : result.indexed())
            .addValue(result == null ? null : result.failed())
            .addValue(result == null ? null : result.waiting())
            .addValue(result == null ? null : micros(result.oldest()));
    return rows(JobSql.FINISH, parameters).<Void>mapEmpty().toCompletionStage();
  }

  @Override
  public CompletionStage<Integer> scheduleChecks(Duration every) {
    return rows(JobSql.FORGET, Tuple.tuple())
        .compose(forgotten -> rows(JobSql.SCHEDULE_CHECKS, Tuple.of(micros(every))))
        .map(RowSet::rowCount)
        .toCompletionStage();
  }

  private static long micros(Duration duration) {
    return TimeUnit.MICROSECONDS.convert(duration);
  }

  private <T> Future<Optional<T>> ask(String sql, Tuple parameters, Function<Row, T> read) {
    return rows(sql, parameters)
        .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(first(rows, read)));
  }

  private static <T> T first(RowSet<Row> rows, Function<Row, T> read) {
    return read.apply(rows.iterator().next());
  }

  private Future<RowSet<Row>> rows(String sql, Tuple parameters) {
    return pool.preparedQuery(sql)
        .execute(parameters)
        .recover(error -> Future.failedFuture(IndexFailures.of(error)));
  }
}
