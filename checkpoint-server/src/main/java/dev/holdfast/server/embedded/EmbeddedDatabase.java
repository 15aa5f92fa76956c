package dev.holdfast.server.embedded;

import dev.holdfast.postgres.connect.PostgresUrl;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * A Postgres of our own on loopback, in a directory that stays.
 *
 * <p>The library's defaults are those of a test (no fsync, no password); everything that makes data
 * last is set here.
 */
public final class EmbeddedDatabase implements AutoCloseable {

  private static final String USER = "postgres";
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final EmbeddedPostgres postgres;
  private final PostgresUrl url;

  private EmbeddedDatabase(EmbeddedPostgres postgres, String password) {
    this.postgres = postgres;
    this.url =
        new PostgresUrl("127.0.0.1", postgres.getPort(), USER, USER, password, "disable", null);
  }

  /**
   * Starts it; recovers first if it or its machine died.
   *
   * @param directory its data, created if it does not exist
   * @throws IOException it cannot; the message says why and where to read more
   */
  public static EmbeddedDatabase start(Path directory) throws IOException {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new IOException("its directory cannot be made (" + e + ")", e);
    }
    OrphanedPostmaster.stop(directory.resolve("postgres"));
    var login = new Login(directory);
    var log = new ServerLog(directory.resolve("postgres.log"));
    try {
      EmbeddedPostgres postgres = builder(directory, login, log).start();
      if (login.fresh()) {
        protect(postgres, login);
      }
      return new EmbeddedDatabase(postgres, login.password());
    } catch (IOException | IllegalStateException e) {
      throw new IOException(
          log.reason().orElse(String.valueOf(e.getMessage())) + "; see " + log, e);
    }
  }

  private static EmbeddedPostgres.Builder builder(Path directory, Login login, ServerLog log) {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(directory.resolve("postgres"))
            .setCleanDataDirectory(false)
            .setOverrideWorkingDirectory(directory.resolve("binaries").toFile())
            .setRegisterShutdownHook(false)
            .setPGStartupWait(START_LIMIT)
            .setConnectConfig("password", login.password())
            .setDataDirectoryCustomizer(login::writeAccessRules)
            .setOutputRedirector(log.redirect())
            .setErrorRedirector(log.redirect());
    EmbeddedSettings.ALL.forEach(builder::setServerConfig);
    return builder;
  }

  /** Gives the superuser its password and from then on asks everybody for one. */
  private static void protect(EmbeddedPostgres postgres, Login login) throws IOException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("alter role " + USER + " password '" + login.password() + "'");
      login.settle();
      statement.execute("select pg_reload_conf()");
    } catch (SQLException e) {
      throw new IOException("the password of the embedded Postgres cannot be set", e);
    }
  }

  /** How to reach it. */
  public PostgresUrl url() {
    return url;
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }
}
