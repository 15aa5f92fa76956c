package dev.holdfast.postgres.store.conformance;

import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.postgres.store.PgStoreReader;
import dev.holdfast.postgres.store.PgStoreWriter;
import dev.holdfast.testkit.ItemStores;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The ports of the store over empty tables; time passes by making everything older. */
public final class PostgresItems {

  private PostgresItems() {}

  /** Of these. */
  public static ItemStores empty(PostgresStores postgres) {
    postgres.empty();
    Pool pool = postgres.pool();
    return new ItemStores(
        new PgStoreWriter(pool), new PgStoreReader(pool), time -> pass(postgres, time));
  }

  /** Lets time pass for items: they end sooner. When a revision was put never changes. */
  public static void pass(PostgresStores postgres, Duration time) {
    long micros = TimeUnit.MICROSECONDS.convert(time);
    postgres
        .database()
        .execute(
            "update holdfast.items set expires_at = expires_at - interval '%d microseconds'"
                .formatted(micros));
  }
}
