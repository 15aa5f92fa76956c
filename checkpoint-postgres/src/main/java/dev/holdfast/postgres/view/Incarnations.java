package dev.holdfast.postgres.view;

import dev.holdfast.core.model.Incarnation;
import dev.holdfast.postgres.statement.AppendSql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.Optional;

/** Numbers for new threads, drawn in advance. Thread-safe. */
public final class Incarnations {

  private final Pool pool;
  private long next;
  private long end;

  /** Draws from {@code pool}. */
  public Incarnations(Pool pool) {
    this.pool = pool;
  }

  /** Makes sure that {@code count} numbers can be taken. */
  public Future<Void> reserve(int count) {
    synchronized (this) {
      if (end - next >= count) {
        return Future.succeededFuture();
      }
    }
    return pool.query(AppendSql.DRAW_INCARNATIONS)
        .execute()
        .map(rows -> draw(rows.iterator().next().getLong("first")))
        .mapEmpty();
  }

  private synchronized long draw(long first) {
    next = first;
    end = first + AppendSql.DRAWN;
    return first;
  }

  /** A number that no thread ever had; empty when a concurrent group took the last. */
  public synchronized Optional<Incarnation> fresh() {
    return next < end ? Optional.of(new Incarnation(next++)) : Optional.empty();
  }
}
