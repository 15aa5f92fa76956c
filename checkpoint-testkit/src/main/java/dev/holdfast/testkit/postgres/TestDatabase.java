package dev.holdfast.testkit.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A database of its own for one test class. */
public final class TestDatabase {
  /** Who owns it. */
  public static final String USER = "postgres";

  /** Opens connections to one database. */
  @FunctionalInterface
  interface Connections {
    Connection open() throws SQLException;
  }

  private final Connections connections;
  private final int port;
  private final String name;

  TestDatabase(Connections connections, int port, String name) {
    this.connections = connections;
    this.port = port;
    this.name = name;
  }

  /** Its address as libpq writes it. */
  public String url() {
    return "postgresql://" + USER + ":postgres@localhost:" + port + "/" + name + "?sslmode=disable";
  }

  /** Its address for JDBC. */
  public String jdbcUrl() {
    return "jdbc:postgresql://localhost:" + port + "/" + name;
  }

  /** A connection beside those of the code under test; the caller closes it. */
  public Connection connect() {
    try {
      return connections.open();
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Runs one statement. */
  public void execute(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** The first column of a query. */
  public List<String> column(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> column = new ArrayList<>();
      while (rows.next()) {
        column.add(rows.getString(1));
      }
      return column;
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Empties every table of a schema but the history of its migrations. */
  public void empty(String schema) {
    List<String> tables =
        column(
            "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname = '"
                + schema
                + "' and tablename <> 'flyway_schema_history'");
    if (!tables.isEmpty()) {
      execute("truncate table " + String.join(", ", tables));
    }
  }
}
