package dev.holdfast.postgres.thread;

import dev.holdfast.postgres.record.Gathered;
import dev.holdfast.postgres.record.RecordKey;
import dev.holdfast.postgres.record.StoredRecord;
import dev.holdfast.postgres.record.StoredState;
import dev.holdfast.postgres.statement.RecordSql;
import dev.holdfast.postgres.statement.RemovalSql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/** Finds the records that the remaining checkpoints of a thread refer to, page by page. */
final class Needed {

  private final SqlClient client;
  private final long incarnation;

  /** Records that tell layouts, and records that hold bytes. */
  private final Set<Long> homes = new HashSet<>();

  private final Set<Long> needed = new HashSet<>();

  Needed(SqlClient client, long incarnation) {
    this.client = client;
    this.incarnation = incarnation;
  }

  /** Their numbers, when the checkpoints in the records {@code gone} are not there any more. */
  Future<Set<Long>> without(Long[] gone) {
    return page(gone, 0).compose(walked -> layoutsOfHomes()).map(done -> needed);
  }

  private Future<Void> page(Long[] gone, long after) {
    return client
        .preparedQuery(RemovalSql.REMAINING_RECORDS)
        .execute(Tuple.of(incarnation, gone, after, RemovalSql.REMAINING))
        .compose(
            rows -> {
              long last = after;
              for (Row row : rows) {
                last = row.getLong("number");
                StoredState state = state(row);
                homes.addAll(state.homes().values());
                owners(state);
              }
              return rows.size() < RemovalSql.REMAINING
                  ? Future.succeededFuture()
                  : page(gone, last);
            });
  }

  private static StoredState state(Row row) {
    return StoredRecord.unpack(row.getLong("number"), row.getBuffer("pack").getBytes())
        .readHead()
        .checkpoint();
  }

  private void owners(StoredState state) {
    for (RecordKey key : Gathered.owners(incarnation, state.layouts().values())) {
      needed.add(key.number());
    }
  }

  /** A home may have lost its checkpoint; the layouts that it tells are needed all the same. */
  private Future<Void> layoutsOfHomes() {
    needed.addAll(homes);
    Long[] numbers = homes.toArray(Long[]::new);
    Long[] incarnations = Collections.nCopies(numbers.length, incarnation).toArray(Long[]::new);
    return client
        .preparedQuery(RecordSql.FIND_RECORDS)
        .execute(Tuple.of(incarnations, (Object) numbers))
        .map(
            rows -> {
              rows.forEach(row -> owners(state(row)));
              return null;
            });
  }
}
