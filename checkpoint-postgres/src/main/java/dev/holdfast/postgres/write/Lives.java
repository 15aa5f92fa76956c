package dev.holdfast.postgres.write;

import dev.holdfast.core.model.Incarnation;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.postgres.statement.AppendSql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What this server believes the incarnations of threads to be, and numbers for new ones.
 *
 * <p>Only a belief: another server may have deleted a thread. Each transaction checks what it
 * builds on.
 */
final class Lives {

  private static final int MOST_THREADS = 20_000;
  private static final float LOAD = 0.75f;

  private final Pool pool;
  private final Map<ThreadKey, Incarnation> believed =
      new LinkedHashMap<>(1024, LOAD, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ThreadKey, Incarnation> eldest) {
          return size() > MOST_THREADS;
        }
      };

  private long next;
  private long end;

  Lives(Pool pool) {
    this.pool = pool;
  }

  synchronized Optional<Incarnation> believed(ThreadKey thread) {
    return Optional.ofNullable(believed.get(thread));
  }

  synchronized void learn(ThreadKey thread, Incarnation incarnation) {
    believed.put(thread, incarnation);
  }

  synchronized void forget(ThreadKey thread) {
    believed.remove(thread);
  }

  /** Makes sure that {@code count} numbers can be taken. */
  Future<Void> reserve(int count) {
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
  synchronized Optional<Incarnation> fresh() {
    return next < end ? Optional.of(new Incarnation(next++)) : Optional.empty();
  }
}
