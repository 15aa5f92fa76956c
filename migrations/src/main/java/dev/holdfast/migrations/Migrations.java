package dev.holdfast.migrations;

import java.util.Map;
import org.flywaydb.core.Flyway;

/** Brings the schema of a database to the version this build needs. */
public final class Migrations {

  /** Where all tables live. */
  public static final String SCHEMA = "holdfast";

  private Migrations() {}

  /**
   * Applies what is missing, one replica at a time; a database that is newer than this build is
   * refused.
   *
   * @param jdbcUrl {@code jdbc:postgresql://host:port/database?…}
   * @param user who owns the schema
   * @param password its password, empty where none is asked for
   * @return number of versions applied, 0 when there was nothing to do
   */
  public static int migrate(String jdbcUrl, String user, String password) {
    return Flyway.configure()
        .dataSource(jdbcUrl, user, password)
        // A pooler in transaction mode may give every statement another server.
        .jdbcProperties(Map.of("prepareThreshold", "0", "ApplicationName", "holdfast-migrations"))
        .locations("classpath:db/holdfast")
        .schemas(SCHEMA)
        .defaultSchema(SCHEMA)
        .createSchemas(true)
        // Flyway lets newer databases pass unless told otherwise.
        .ignoreMigrationPatterns(new String[0])
        .validateMigrationNaming(true)
        .load()
        .migrate()
        .migrationsExecuted;
  }
}
