package dev.holdfast.postgres.store.conformance.meaning;

import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.postgres.store.PgStoreReader;
import dev.holdfast.postgres.store.PgStoreWriter;
import dev.holdfast.postgres.store.conformance.PostgresItems;
import dev.holdfast.postgres.store.index.PgIndexCatalog;
import dev.holdfast.postgres.store.index.PgIndexQueue;
import dev.holdfast.postgres.store.meaning.VectorSupport;
import dev.holdfast.testkit.IndexedStores;
import dev.holdfast.testkit.ItemStores;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The ports of a store that is searched by meaning, over empty tables. */
public final class IndexedItems {

  private static final long MEMORY_BYTES = 1 << 20;

  private IndexedItems() {}

  /** Vectors are compared in memory. */
  public static IndexedStores empty(PostgresStores postgres) {
    return empty(postgres, new VectorSupport(MEMORY_BYTES));
  }

  /** Vectors are compared as {@code support} can. */
  public static IndexedStores empty(PostgresStores postgres, VectorSupport support) {
    postgres.empty();
    Pool pool = postgres.pool();
    return new IndexedStores(
        new ItemStores(
            new PgStoreWriter(pool),
            new PgStoreReader(pool, support),
            time -> pass(postgres, time)),
        new PgIndexCatalog(pool),
        new PgIndexQueue(pool));
  }

  private static void pass(PostgresStores postgres, Duration time) {
    PostgresItems.age(postgres, time);
    String age = "interval '%d microseconds'".formatted(TimeUnit.MICROSECONDS.convert(time));
    postgres
        .database()
        .execute(
            "update holdfast.item_queue set enqueued_at = enqueued_at - %1$s, due_at = due_at - %1$s"
                .formatted(age));
  }
}
