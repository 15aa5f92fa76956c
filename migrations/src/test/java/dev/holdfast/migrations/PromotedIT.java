package dev.holdfast.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A standby that became the primary gives numbers again that it had not got yet. */
final class PromotedIT {
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);
  private static final String DATABASE = "select holdfast.this_database()";

  @TempDir private static Path directory;

  private static EmbeddedPostgres start() throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(directory.resolve("data"))
        .setCleanDataDirectory(false)
        .setPGStartupWait(STARTS_WITHIN)
        .start();
  }

  private static String answer(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Test
  void itIsAnotherDatabase() throws Exception {
    String before;
    try (EmbeddedPostgres primary = start()) {
      Migrations.migrate(primary.getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
      try (Connection connection = primary.getPostgresDatabase().getConnection()) {
        before = answer(connection, DATABASE);
      }
    }
    Files.createFile(directory.resolve("data").resolve("standby.signal"));

    try (EmbeddedPostgres standby = start();
        Connection connection = standby.getPostgresDatabase().getConnection()) {
      assertThat(answer(connection, "select pg_is_in_recovery()")).isEqualTo("t");
      assertThat(answer(connection, "select pg_promote()")).isEqualTo("t");

      assertThat(answer(connection, DATABASE))
          .isEqualTo(before.substring(0, before.indexOf('/')) + "/2");
    }
    assertThat(before).endsWith("/1");
  }
}
