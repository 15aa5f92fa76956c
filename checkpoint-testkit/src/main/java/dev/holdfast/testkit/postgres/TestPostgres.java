package dev.holdfast.testkit.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** The server of this JVM; it starts with the first database and stops with the JVM. */
public final class TestPostgres {
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private TestPostgres() {}

  /** Started once, when it is first needed. */
  private static final class Server {
    static final EmbeddedPostgres RUNNING = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("max_connections", "100")
            .setPGStartupWait(STARTS_WITHIN)
            .start();
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }

  /** Creates an empty database. */
  public static TestDatabase freshDatabase() {
    String name = "test_" + DATABASES.incrementAndGet();
    try (Connection connection = Server.RUNNING.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
    return new TestDatabase(
        Server.RUNNING.getDatabase("postgres", name)::getConnection,
        Server.RUNNING.getPort(),
        name);
  }
}
