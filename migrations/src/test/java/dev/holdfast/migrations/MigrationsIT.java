package dev.holdfast.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.testkit.postgres.TestDatabase;
import dev.holdfast.testkit.postgres.TestPostgres;
import org.junit.jupiter.api.Test;

final class MigrationsIT {

  private final TestDatabase database = TestPostgres.freshDatabase();

  private int migrate() {
    return Migrations.migrate(database.jdbcUrl(), TestDatabase.USER, "postgres");
  }

  @Test
  void anEmptyDatabaseGetsTheSchemaOnce() {
    // When
    int first = migrate();
    int second = migrate();

    // Then
    assertThat(first).isPositive();
    assertThat(second).isZero();
    assertThat(database.column("select tablename from pg_tables where schemaname = 'holdfast'"))
        .contains("threads", "records", "operations", "items");
  }

  @Test
  void whatIsInOtherSchemasIsLeftAlone() {
    // Given
    database.execute("create table public.threads (id int)");

    // When
    migrate();

    // Then
    assertThat(database.column("select tablename from pg_tables where schemaname = 'public'"))
        .containsExactly("threads");
  }

  @Test
  void aDatabaseOfANewerBuildIsRefused() {
    // Given
    migrate();
    database.execute(
        "insert into holdfast.flyway_schema_history"
            + " (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)"
            + " values (99, '99', 'later', 'SQL', 'V99__later.sql', 1, 'later', 1, true)");

    // When, then
    assertThatThrownBy(this::migrate).hasMessageContaining("99");
  }
}
