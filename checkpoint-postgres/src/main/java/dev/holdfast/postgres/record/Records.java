package dev.holdfast.postgres.record;

import dev.holdfast.postgres.statement.RecordSql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Brings records, from memory or from the database. */
public final class Records {

  private final RecordCache cache;

  /** Looks in {@code cache} first, and keeps there what it loads. */
  public Records(RecordCache cache) {
    this.cache = cache;
  }

  /**
   * Adds the records to {@code gathered}; those that do not exist are missing there afterwards.
   * Gives the number of statements that it took.
   */
  public Future<Integer> gather(SqlClient client, Gathered gathered, Collection<RecordKey> keys) {
    Set<RecordKey> absent = new HashSet<>();
    for (RecordKey key : gathered.missing(keys)) {
      cache
          .find(key)
          .ifPresentOrElse(
              record -> gathered.add(key.incarnation(), record), () -> absent.add(key));
    }
    return absent.isEmpty() ? Future.succeededFuture(0) : load(client, gathered, absent);
  }

  /** A record that is in memory. */
  public Optional<StoredRecord> inMemory(RecordKey key) {
    return cache.peek(key);
  }

  private Future<Integer> load(SqlClient client, Gathered gathered, Set<RecordKey> keys) {
    Tuple parameters =
        Tuple.of(
            keys.stream().map(RecordKey::incarnation).toArray(Long[]::new),
            (Object) keys.stream().map(RecordKey::number).toArray(Long[]::new));
    return client
        .preparedQuery(RecordSql.FIND_RECORDS)
        .execute(parameters)
        .map(rows -> add(gathered, rows));
  }

  private int add(Gathered gathered, RowSet<Row> rows) {
    for (Row row : rows) {
      keep(gathered, row);
    }
    return 1;
  }

  /** Adds a record that was read otherwise, by its columns {@code incarnation, number, pack}. */
  public StoredRecord keep(Gathered gathered, Row row) {
    long incarnation = row.getLong("incarnation");
    var record = StoredRecord.unpack(row.getLong("number"), row.getBuffer("pack").getBytes());
    gathered.add(incarnation, record);
    cache.keep(incarnation, record);
    return record;
  }
}
