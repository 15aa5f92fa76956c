package dev.holdfast.postgres.read;

import dev.holdfast.core.model.ChannelHistory;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointTuple;
import dev.holdfast.core.model.HistoryCursor;
import dev.holdfast.core.model.HistoryPage;
import dev.holdfast.core.model.HistoryQuery;
import dev.holdfast.core.model.KnownValue;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.spi.CheckpointReader;
import dev.holdfast.postgres.json.MetadataJson;
import dev.holdfast.postgres.record.RecordCache;
import dev.holdfast.postgres.record.Records;
import dev.holdfast.postgres.statement.ReadSql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads checkpoints from Postgres: what may change in one statement and so from one snapshot, then
 * the records that the values are made of, which never change, from memory where they are there.
 */
public final class PgCheckpointReader implements CheckpointReader {

  /** Checkpoints looked at for one page. */
  private static final int PAGE_ROWS = 256;

  /** Bytes of records looked at for one page. */
  private static final long PAGE_BYTES = 16 << 20;

  private final Pool pool;
  private final Records records;

  /** A reader on {@code pool}; keeps what it reads in {@code cache}. */
  public PgCheckpointReader(Pool pool, RecordCache cache) {
    this.pool = pool;
    this.records = new Records(cache);
  }

  @Override
  public CompletionStage<Optional<CheckpointTuple>> find(
      NamespaceKey place,
      @Nullable CheckpointId id,
      Map<ChannelName, KnownValue> known,
      boolean splices) {
    String sql = id == null ? ReadSql.FIND_LATEST : ReadSql.FIND_BY_ID;
    return answer(
        assembly ->
            rows(sql, place(place, id), place.thread().tenant(), assembly)
                .compose(
                    found -> {
                      List<Found> one = found.checkpoints();
                      return one.isEmpty()
                          ? Future.succeededFuture(Optional.empty())
                          : new TupleAnswer(assembly, one.get(0), known, splices)
                              .read()
                              .map(Optional::of);
                    }));
  }

  @Override
  public CompletionStage<HistoryPage> list(HistoryQuery query) {
    return answer(
        assembly ->
            rows(scope(query), parameters(query), query.tenant(), assembly)
                .compose(
                    found ->
                        new PageAnswer(assembly, found.candidates(), query.splices())
                            .read(found.checkpoints(), query.maxBytes())));
  }

  private static Tuple parameters(HistoryQuery query) {
    int limit = Math.min(query.limit(), PAGE_ROWS);
    HistoryCursor after = query.after();
    Tuple parameters =
        Tuple.of(
            query.tenant().value(),
            query.thread() == null ? null : query.thread().value(),
            query.namespace() == null ? null : query.namespace().value(),
            query.id() == null ? null : query.id().value(),
            query.before() == null ? null : query.before().value());
    parameters.addValue(
        query.filter().entries().isEmpty() ? null : MetadataJson.jsonb(query.filter()));
    parameters.addValue(limit).addValue(PAGE_BYTES);
    parameters.addValue(after == null ? null : after.id().value());
    parameters.addValue(after == null ? null : after.thread().value());
    return parameters.addValue(after == null ? null : after.namespace().value());
  }

  private static String scope(HistoryQuery query) {
    if (query.thread() == null) {
      return ReadSql.LIST_ALL;
    }
    return query.namespace() == null ? ReadSql.LIST_THREAD : ReadSql.LIST_NAMESPACE;
  }

  @Override
  public CompletionStage<Map<ChannelName, ChannelHistory>> deltaHistory(
      NamespaceKey place, @Nullable CheckpointId id, List<ChannelName> channels) {
    return answer(
        assembly -> {
          var walk = new DeltaWalk(assembly, channels);
          return walk(walk, place, id, assembly).compose(walked -> walk.histories());
        });
  }

  private Future<Void> walk(
      DeltaWalk walk, NamespaceKey place, @Nullable CheckpointId id, Assembly assembly) {
    String sql = id == null ? ReadSql.ANCESTORS_OF_LATEST : ReadSql.ANCESTORS_OF_ID;
    Tuple parameters = place(place, id).addValue(ReadSql.ANCESTORS);
    return rows(sql, parameters, place.thread().tenant(), assembly)
        .compose(
            rows -> {
              List<Found> found = rows.checkpoints();
              return assembly.homes(found).map(here -> walk.along(found));
            })
        .compose(
            last -> last == null ? Future.succeededFuture() : walk(walk, place, last, assembly));
  }

  private static Tuple place(NamespaceKey place, @Nullable CheckpointId id) {
    return Tuple.of(
        place.thread().tenant().value(),
        place.thread().thread().value(),
        place.namespace().value(),
        id == null ? null : id.value());
  }

  private Future<FoundRows> rows(String sql, Tuple parameters, TenantId tenant, Assembly assembly) {
    return pool.preparedQuery(sql)
        .execute(parameters)
        .map(rows -> new FoundRows(tenant, rows, records, assembly.gathered));
  }

  private <T> CompletionStage<T> answer(Function<Assembly, Future<T>> reading) {
    return Attempts.answer(() -> reading.apply(new Assembly(pool, records)));
  }
}
