package dev.holdfast.postgres.store;

import static dev.holdfast.postgres.store.Items.put;
import static dev.holdfast.postgres.store.Items.search;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.testkit.Await;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Items that have expired are deleted, and nothing else is. */
final class ItemSweepIT {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  private static final long HOUR = 3_600_000_000L;
  private static final String EXPIRE =
      "update holdfast.items set expires_at = now() - interval '1 second' where key like 'gone%'";
  private static final String REVIVE =
      "update holdfast.items set expires_at = now() + interval '1 hour' where key = 'gone 1'";
  private static final String HOLD =
      "select pg_advisory_xact_lock(hashtextextended('items', 8421))";

  @SuppressWarnings("NullAway.Init")
  private Items items;

  @BeforeEach
  void putSome() {
    POSTGRES.empty();
    items = new Items(POSTGRES.pool());
    items.put(put("a", "gone 1", 1, HOUR), put("b", "gone 2", 1, HOUR), put("a", "stays", 1, HOUR));
    items.put(put("a", "for ever", 1));
  }

  private static long sweep() {
    return Await.result(new ItemSweep(POSTGRES.pool()).run());
  }

  private static List<String> rows() {
    return POSTGRES.database().column("select key from holdfast.items order by key");
  }

  @Test
  void whatHasExpiredIsDeleted() {
    // Given
    POSTGRES.database().execute(EXPIRE);

    // When
    long swept = sweep();

    // Then
    assertThat(swept).isEqualTo(2);
    assertThat(rows()).containsExactly("for ever", "stays");
    assertThat(sweep()).isZero();
  }

  @Test
  void whatHasNotExpiredStays() {
    assertThat(sweep()).isZero();
    assertThat(rows()).hasSize(4);
  }

  @Test
  void manyAreDeletedInSeveralBatches() {
    // Given
    POSTGRES
        .database()
        .execute(
            """
            insert into holdfast.items
            select 'default', '{a}', 'gone ' || n, n, '{}', null, now(), now(), now(), 1
            from generate_series(11, 2510) as n""");

    // When
    long swept = sweep();

    // Then
    assertThat(swept).isEqualTo(2500);
    assertThat(rows()).hasSize(4);
  }

  @Test
  void oneReplicaSweepsAtATime() throws SQLException {
    // Given
    POSTGRES.database().execute(EXPIRE);
    try (Connection beside = POSTGRES.database().connect();
        Statement statement = beside.createStatement()) {
      beside.setAutoCommit(false);
      statement.execute(HOLD);

      // When, then
      assertThat(sweep()).isZero();
      beside.rollback();
    }
    assertThat(sweep()).isEqualTo(2);
  }

  @Test
  void whatSomebodyIsPuttingAgainStays() throws SQLException {
    // Given
    POSTGRES.database().execute(EXPIRE);
    try (Connection beside = POSTGRES.database().connect();
        Statement statement = beside.createStatement()) {
      beside.setAutoCommit(false);
      statement.execute(REVIVE);

      // When
      long swept = sweep();
      beside.commit();

      // Then
      assertThat(swept).isEqualTo(1);
    }
    assertThat(items.keys(search(""))).contains("gone 1").doesNotContain("gone 2");
  }
}
