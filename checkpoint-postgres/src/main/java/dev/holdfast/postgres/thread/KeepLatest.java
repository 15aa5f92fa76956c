package dev.holdfast.postgres.thread;

import dev.holdfast.core.model.ChannelName;
import dev.holdfast.postgres.record.StoredRecord;
import dev.holdfast.postgres.record.StoredState;
import dev.holdfast.postgres.statement.RemovalSql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the newest checkpoint of each namespace, and the ancestors that a delta channel of it is
 * rebuilt from.
 */
final class KeepLatest {

  private final SqlConnection connection;
  private final long incarnation;
  private final Set<Long> kept = new HashSet<>();

  /** By namespace; a null channel stands for all. */
  private final Map<String, Set<@Nullable String>> marks = new HashMap<>();

  KeepLatest(SqlConnection connection, long incarnation) {
    this.connection = connection;
    this.incarnation = incarnation;
  }

  /** Returns how many checkpoints were removed. */
  Future<Long> run() {
    return ask(RemovalSql.DELTA_MARKS, Tuple.of(incarnation))
        .onSuccess(rows -> rows.forEach(this::mark))
        .compose(marked -> ask(RemovalSql.NEWEST, Tuple.of(incarnation)))
        .compose(this::keep)
        .compose(done -> new Removal(connection, incarnation).allBut(kept));
  }

  private void mark(Row row) {
    marks
        .computeIfAbsent(row.getString("ns"), added -> new HashSet<>())
        .add(row.getString("channel"));
  }

  private Future<Void> keep(RowSet<Row> heads) {
    Future<Void> walks = Future.succeededFuture();
    for (Row row : heads) {
      kept.add(row.getLong("number"));
      String namespace = row.getString("ns");
      Set<ChannelName> wanted = deltas(namespace, state(row));
      walks = walks.compose(before -> ancestors(namespace, row.getString("parent"), wanted));
    }
    return walks;
  }

  /** Delta channels are empty at the head. */
  private Set<ChannelName> deltas(String namespace, StoredState head) {
    Set<@Nullable String> marked = marks.getOrDefault(namespace, new HashSet<>());
    Set<ChannelName> deltas = new HashSet<>();
    for (ChannelName channel : head.empty()) {
      if (marked.contains(null) || marked.contains(channel.value())) {
        deltas.add(channel);
      }
    }
    return deltas;
  }

  private Future<Void> ancestors(String namespace, @Nullable String id, Set<ChannelName> wanted) {
    if (wanted.isEmpty() || id == null) {
      return Future.succeededFuture();
    }
    return ask(RemovalSql.LINE, Tuple.of(incarnation, namespace, id, RemovalSql.ANCESTORS))
        .compose(rows -> ancestors(namespace, walk(rows, wanted), wanted));
  }

  /** Keeps a line of ancestors; returns where it goes on, null at its end. */
  private @Nullable String walk(RowSet<Row> line, Set<ChannelName> wanted) {
    String next = null;
    for (Row row : line) {
      boolean circle = !kept.add(row.getLong("number"));
      if (wanted.isEmpty() || circle) {
        return null;
      }
      StoredState state = state(row);
      wanted.removeIf(
          channel -> state.layouts().containsKey(channel) || state.homes().containsKey(channel));
      next = wanted.isEmpty() ? null : row.getString("parent");
      if (next == null) {
        return null;
      }
    }
    return next;
  }

  private static StoredState state(Row row) {
    return StoredRecord.unpack(row.getLong("number"), row.getBuffer("pack").getBytes())
        .readHead()
        .checkpoint();
  }

  private Future<RowSet<Row>> ask(String sql, Tuple parameters) {
    return connection.preparedQuery(sql).execute(parameters);
  }
}
