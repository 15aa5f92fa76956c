package dev.holdfast.postgres.write;

import dev.holdfast.postgres.record.RecordKey;
import dev.holdfast.postgres.record.StoredRecord;
import dev.holdfast.postgres.statement.AppendSql;
import dev.holdfast.postgres.statement.Columns;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Calls the function that appends: outside a transaction it is one of its own. */
final class AppendCall {

  private final List<ThreadScene> threads;
  private final List<RecordDraft> drafts;
  private final List<RecordKey> replaced;
  private final List<StoredRecord> records = new ArrayList<>();
  private long packedBytes;
  private final Columns rows =
      new Columns(
          Long.class,
          Long.class,
          String.class,
          String.class,
          String.class,
          String.class,
          String.class,
          Buffer.class);

  /** Appends {@code draft} to the threads of {@code scene}. */
  AppendCall(Scene scene, Draft draft) {
    this.threads = scene.threads();
    this.drafts = draft.drafts();
    this.replaced = draft.replaced();
    for (RecordDraft one : drafts) {
      StoredRecord record = one.record();
      records.add(record);
      byte[] pack = record.pack();
      packedBytes += pack.length;
      one.addTo(rows, pack);
    }
  }

  /** Whether there is anything to do. */
  boolean isEmpty() {
    return drafts.isEmpty() && threads.stream().noneMatch(thread -> thread.begun);
  }

  /** Bytes of the records as they are stored. */
  long packedBytes() {
    return packedBytes;
  }

  /** The records, in the order of the drafts. */
  List<StoredRecord> records() {
    return records;
  }

  /** Fails with {@link InDoubt} if a thread is not as believed. */
  Future<Void> run(SqlClient client) {
    boolean lone = threads.size() == 1 && drafts.size() == 1 && replaced.isEmpty();
    String sql = lone ? AppendSql.APPEND_RECORD : AppendSql.APPEND_RECORDS;
    return client
        .preparedQuery(sql)
        .execute(lone ? one() : all())
        .recover(error -> Future.failedFuture(inDoubt(error) ? new InDoubt() : error))
        .mapEmpty();
  }

  private static boolean inDoubt(Throwable error) {
    return error instanceof PgException sql
        && (AppendSql.IN_DOUBT.equals(sql.getSqlState())
            || AppendSql.TAKEN.equals(sql.getSqlState()));
  }

  private Tuple one() {
    ThreadScene thread = threads.get(0);
    Tuple tuple =
        Tuple.of(
            thread.lock(),
            thread.key.tenant().value(),
            thread.key.thread().value(),
            thread.life.number(),
            thread.begun,
            thread.last);
    return rows.addRowTo(tuple, 1);
  }

  private Tuple all() {
    Tuple tuple = locks(threads);
    var believed = new Columns(String.class, String.class, Long.class, Boolean.class, Long.class);
    for (ThreadScene thread : threads) {
      believed.add(
          thread.key.tenant().value(),
          thread.key.thread().value(),
          thread.life.number(),
          thread.begun,
          thread.last);
    }
    var again = new Columns(Long.class, Long.class);
    replaced.forEach(key -> again.add(key.incarnation(), key.number()));
    return rows.addTo(again.addTo(believed.addTo(tuple)));
  }

  /** The locks of threads, sorted, so that two groups never wait for each other in a circle. */
  private static Tuple locks(List<ThreadScene> threads) {
    var names = new TreeSet<String>();
    threads.forEach(thread -> names.add(thread.lock()));
    return Tuple.of((Object) names.toArray(String[]::new));
  }
}
