package dev.holdfast.testkit.postgres;

import dev.holdfast.testkit.UnusedPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A PostgreSQL 16 that has pgvector, one for each JVM; it starts with the first database and stops
 * with the JVM. Nothing is created in its databases. See {@link PgvectorBinaries} for where it
 * comes from.
 */
public final class PgvectorPostgres {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private PgvectorPostgres() {}

  /** Started once, when it is first needed. */
  private static final class Server {
    private static final int ATTEMPTS = 3;
    static final int PORT = start();

    private static int start() {
      try {
        Path bin = PgvectorBinaries.bin();
        Path home = Files.createTempDirectory("holdfast-pgvector-");
        Path data = home.resolve("data");
        run(
            home,
            bin,
            "initdb",
            "-D",
            data.toString(),
            "-A",
            "trust",
            "-U",
            "postgres",
            "-E",
            "UTF8");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(home, bin, data)));
        return listen(home, bin, data);
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }

    /** Somebody else may be quicker to take a port. */
    private static int listen(Path home, Path bin, Path data) {
      for (int attempt = 1; ; attempt++) {
        int port = UnusedPort.find();
        try {
          run(
              home,
              bin,
              "pg_ctl",
              "-D",
              data.toString(),
              "-w",
              "-l",
              home.resolve("server.log").toString(),
              "-o",
              "-p " + port + " -c listen_addresses=localhost -c unix_socket_directories=",
              "start");
          return port;
        } catch (IllegalStateException failed) {
          if (attempt == ATTEMPTS) {
            throw failed;
          }
        }
      }
    }
  }

  private static void stop(Path home, Path bin, Path data) {
    run(home, bin, "pg_ctl", "-D", data.toString(), "-w", "-m", "immediate", "stop");
    PgvectorBinaries.deleteAll(home);
  }

  /** Postgres refuses to run as root; in a user namespace of its own root is nobody. */
  private static void run(Path home, Path bin, String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(bin.resolve(program).toString());
    command.addAll(List.of(arguments));
    PgvectorBinaries.run(home.resolve(program + ".log"), command);
  }

  /** Creates an empty database. */
  public static TestDatabase freshDatabase() {
    String name = "test_" + DATABASES.incrementAndGet();
    try (Connection connection = open("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
    return new TestDatabase(() -> open(name), Server.PORT, name);
  }

  private static Connection open(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://localhost:" + Server.PORT + "/" + database, TestDatabase.USER, "");
  }
}
