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
import dev.holdfast.core.spi.CheckpointReader;
import dev.holdfast.postgres.json.MetadataJson;
import dev.holdfast.postgres.json.VersionJson;
import dev.holdfast.postgres.sqlstate.SqlFailures;
import dev.holdfast.postgres.statement.ReadSql;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads checkpoints from Postgres, one statement and so one snapshot for each answer. */
public final class PgCheckpointReader implements CheckpointReader {

  /** Checkpoints looked at for one page; their sizes have to be added up before any is sent. */
  private static final int PAGE_ROWS = 256;

  private final Pool pool;

  /** A reader on {@code pool}. */
  public PgCheckpointReader(Pool pool) {
    this.pool = pool;
  }

  @Override
  public CompletionStage<Optional<CheckpointTuple>> find(
      NamespaceKey place, @Nullable CheckpointId id, Map<ChannelName, KnownValue> known) {
    Tuple parameters = place(place, id);
    List<Map.Entry<ChannelName, KnownValue>> held = List.copyOf(known.entrySet());
    parameters.addValue(held.stream().map(one -> one.getKey().value()).toArray(String[]::new));
    parameters.addValue(
        held.stream()
            .map(one -> VersionJson.scalar(one.getValue().version()))
            .toArray(String[]::new));
    parameters.addValue(
        held.stream()
            .map(one -> Buffer.buffer(one.getValue().checksum().bytes()))
            .toArray(Buffer[]::new));
    String sql = id == null ? ReadSql.FIND_LATEST : ReadSql.FIND_BY_ID;
    return query(sql, parameters, rows -> new TupleRows(place.thread().tenant(), rows).single());
  }

  @Override
  public CompletionStage<HistoryPage> list(HistoryQuery query) {
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
    parameters.addValue(limit).addValue(query.maxBytes());
    parameters.addValue(after == null ? null : after.id().value());
    parameters.addValue(after == null ? null : after.thread().value());
    parameters.addValue(after == null ? null : after.namespace().value());
    return query(scope(query), parameters, rows -> new TupleRows(query.tenant(), rows).page());
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
    Tuple parameters = place(place, id);
    parameters.addValue(
        channels.stream().map(ChannelName::value).distinct().toArray(String[]::new));
    String sql = id == null ? ReadSql.DELTA_OF_LATEST : ReadSql.DELTA_OF_ID;
    return query(sql, parameters, rows -> new DeltaRows(channels, rows).histories());
  }

  private static Tuple place(NamespaceKey place, @Nullable CheckpointId id) {
    return Tuple.of(
        place.thread().tenant().value(),
        place.thread().thread().value(),
        place.namespace().value(),
        id == null ? null : id.value());
  }

  private <T> CompletionStage<T> query(
      String sql, Tuple parameters, Function<RowSet<Row>, T> answer) {
    return pool.preparedQuery(sql)
        .execute(parameters)
        .recover(error -> Future.failedFuture(SqlFailures.beforeCommit(error)))
        .map(answer)
        .toCompletionStage();
  }
}
