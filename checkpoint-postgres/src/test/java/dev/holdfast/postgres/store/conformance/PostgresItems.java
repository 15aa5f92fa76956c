package dev.holdfast.postgres.store.conformance;

import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.postgres.store.PgStoreReader;
import dev.holdfast.postgres.store.PgStoreWriter;
import dev.holdfast.testkit.ItemStores;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

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

  /** Lets time pass for items. */
  public static void pass(PostgresStores postgres, Duration time) {
    shift(postgres, time, "created_at", "updated_at", "expires_at");
  }

  /** Lets items end sooner; when a revision was put stays, as stores remember it. */
  public static void age(PostgresStores postgres, Duration time) {
    shift(postgres, time, "expires_at");
  }

  private static void shift(PostgresStores postgres, Duration time, String... columns) {
    String age = "interval '%d microseconds'".formatted(TimeUnit.MICROSECONDS.convert(time));
    String moves =
        Arrays.stream(columns)
            .map(column -> column + " = " + column + " - " + age)
            .collect(Collectors.joining(", "));
    postgres.database().execute("update holdfast.items set " + moves);
  }
}
