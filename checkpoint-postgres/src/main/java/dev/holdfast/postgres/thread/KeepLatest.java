package dev.holdfast.postgres.thread;

import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.PendingWrite;
import dev.holdfast.postgres.record.Head;
import dev.holdfast.postgres.record.StoredRecord;
import dev.holdfast.postgres.record.StoredState;
import dev.holdfast.postgres.statement.RemovalSql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the records of the checkpoints that stay when only the latest count, and of the ancestors
 * that their delta channels are rebuilt from.
 */
final class KeepLatest {

  private final SqlClient client;
  private final long incarnation;
  private final Set<Long> kept = new HashSet<>();

  /** By namespace; a null channel stands for all. */
  private final Map<String, Set<@Nullable String>> marks = new HashMap<>();

  /** Checkpoints that stay beside the newest ones, if they are there. */
  private final List<String> namespaces = new ArrayList<>();

  private final List<String> ids = new ArrayList<>();

  KeepLatest(SqlClient client, long incarnation) {
    this.client = client;
    this.incarnation = incarnation;
  }

  /** The newest of each namespace: what a prune keeps. */
  Future<Set<Long>> heads() {
    return ask(RemovalSql.DELTA_MARKS, Tuple.of(incarnation))
        .onSuccess(rows -> rows.forEach(this::mark))
        .compose(marked -> ask(RemovalSql.NEWEST, Tuple.of(incarnation)))
        .compose(this::keep)
        .map(kept);
  }

  /**
   * The newest of each namespace, its parent, and whatever was interrupted: what the policy {@code
   * latest} keeps.
   */
  Future<Set<Long>> byPolicy() {
    return heads()
        .compose(done -> interrupted(0))
        .compose(
            done ->
                ask(
                    RemovalSql.NAMED,
                    Tuple.of(
                        incarnation,
                        namespaces.toArray(String[]::new),
                        ids.toArray(String[]::new))))
        .compose(this::keep)
        .map(kept);
  }

  private void mark(Row row) {
    marks
        .computeIfAbsent(row.getString("ns"), added -> new HashSet<>())
        .add(row.getString("channel"));
  }

  private Future<Void> keep(RowSet<Row> checkpoints) {
    Future<Void> walks = Future.succeededFuture();
    for (Row row : checkpoints) {
      kept.add(row.getLong("number"));
      String namespace = row.getString("ns");
      String parent = row.getString("parent");
      name(namespace, parent);
      Set<ChannelName> wanted = deltas(namespace, state(row));
      Set<Long> walked = new HashSet<>();
      walks = walks.compose(before -> ancestors(namespace, parent, wanted, walked));
    }
    return walks;
  }

  private void name(String namespace, @Nullable String id) {
    if (id != null) {
      namespaces.add(namespace);
      ids.add(id);
    }
  }

  private Future<Void> interrupted(long after) {
    return ask(RemovalSql.WRITES, Tuple.of(incarnation, after, RemovalSql.REMAINING))
        .compose(
            rows -> {
              long last = after;
              for (Row row : rows) {
                last = row.getLong("number");
                if (interrupts(head(row))) {
                  name(row.getString("ns"), row.getString("id"));
                }
              }
              return rows.size() < RemovalSql.REMAINING
                  ? Future.succeededFuture()
                  : interrupted(last);
            });
  }

  private static boolean interrupts(Head head) {
    return head.calls().stream()
        .flatMap(call -> call.writes().stream())
        .anyMatch(write -> write.index() == PendingWrite.INTERRUPT);
  }

  /** Delta channels are empty at a checkpoint that needs its ancestors. */
  private Set<ChannelName> deltas(String namespace, StoredState state) {
    Set<@Nullable String> marked = marks.getOrDefault(namespace, new HashSet<>());
    Set<ChannelName> deltas = new HashSet<>();
    for (ChannelName channel : state.empty()) {
      if (marked.contains(null) || marked.contains(channel.value())) {
        deltas.add(channel);
      }
    }
    return deltas;
  }

  private Future<Void> ancestors(
      String namespace, @Nullable String id, Set<ChannelName> wanted, Set<Long> walked) {
    if (wanted.isEmpty() || id == null) {
      return Future.succeededFuture();
    }
    return ask(RemovalSql.LINE, Tuple.of(incarnation, namespace, id, RemovalSql.ANCESTORS))
        .compose(rows -> ancestors(namespace, walk(rows, wanted, walked), wanted, walked));
  }

  /** Keeps a line of ancestors; returns where it goes on, null at its end. */
  private @Nullable String walk(RowSet<Row> line, Set<ChannelName> wanted, Set<Long> walked) {
    String next = null;
    for (Row row : line) {
      boolean circle = !walked.add(row.getLong("number"));
      if (wanted.isEmpty() || circle) {
        return null;
      }
      kept.add(row.getLong("number"));
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

  private static Head head(Row row) {
    return StoredRecord.unpack(row.getLong("number"), row.getBuffer("pack").getBytes()).readHead();
  }

  private static StoredState state(Row row) {
    return head(row).checkpoint();
  }

  private Future<RowSet<Row>> ask(String sql, Tuple parameters) {
    return client.preparedQuery(sql).execute(parameters);
  }
}
