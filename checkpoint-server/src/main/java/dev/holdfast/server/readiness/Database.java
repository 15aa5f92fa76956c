package dev.holdfast.server.readiness;

import dev.holdfast.migrations.Migrations;
import dev.holdfast.postgres.connect.DatabaseCheck;
import dev.holdfast.postgres.connect.Pools;
import dev.holdfast.postgres.connect.PostgresUrl;
import dev.holdfast.server.config.HoldfastConfig;
import dev.holdfast.server.embedded.EmbeddedDatabase;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The database of this server: its own or the one it was given, checked and with the right schema.
 */
final class Database implements AutoCloseable {

  private static final int ANSWER_LIMIT_SECONDS = 20;

  private final @Nullable EmbeddedDatabase embedded;
  private final Pool pool;
  private final Pool patient;
  private final DatabaseCheck check;
  private final String description;

  private Database(
      @Nullable EmbeddedDatabase embedded,
      Pool pool,
      Pool patient,
      DatabaseCheck check,
      String description) {
    this.embedded = embedded;
    this.patient = patient;
    this.pool = pool;
    this.check = check;
    this.description = description;
  }

  static Database open(HoldfastConfig config, Vertx vertx) {
    if (config.postgresUrl().isPresent()) {
      PostgresUrl url = given(config.postgresUrl().get());
      return prepare(null, url, config, vertx, url.toString());
    }
    Path directory = Path.of(config.dataDir()).toAbsolutePath().normalize();
    EmbeddedDatabase embedded = started(directory);
    return prepare(embedded, embedded.url(), config, vertx, "embedded Postgres in " + directory);
  }

  private static EmbeddedDatabase started(Path directory) {
    try {
      return EmbeddedDatabase.start(directory);
    } catch (IOException e) {
      throw new Refusal("the embedded Postgres in " + directory + ": " + e.getMessage());
    }
  }

  private static PostgresUrl given(String url) {
    try {
      return PostgresUrl.parse(url);
    } catch (IllegalArgumentException e) {
      throw new Refusal("HOLDFAST_POSTGRES_URL: " + e.getMessage());
    }
  }

  private static Database prepare(
      @Nullable EmbeddedDatabase embedded,
      PostgresUrl url,
      HoldfastConfig config,
      Vertx vertx,
      String description) {
    DatabaseCheck check = check(vertx, url);
    check
        .objection()
        .ifPresent(
            objection -> {
              throw new Refusal(objection);
            });
    Migrations.migrate(url.jdbcUrl(), url.user(), url.password());
    return new Database(
        embedded,
        Pools.open(vertx, url, config.pool().size(), check.pooler()),
        Pools.patient(vertx, url),
        check,
        description);
  }

  private static DatabaseCheck check(Vertx vertx, PostgresUrl url) {
    try {
      return DatabaseCheck.ask(vertx, url)
          .toCompletableFuture()
          .get(ANSWER_LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new Refusal("Postgres at " + url + " cannot be used: " + cause.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal("interrupted while Postgres was asked");
    }
  }

  Pool pool() {
    return pool;
  }

  /** One connection on which a statement may take an hour; it is made when it is needed. */
  Pool patient() {
    return patient;
  }

  /** What it said about itself at the start. */
  DatabaseCheck check() {
    return check;
  }

  /** Whether it is this server's own. */
  boolean embedded() {
    return embedded != null;
  }

  /** For people: where the data is. */
  String description() {
    return description;
  }

  @Override
  public void close() throws IOException {
    if (embedded != null) {
      embedded.close();
    }
  }
}
