package dev.holdfast.postgres;

import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static dev.holdfast.testkit.gen.Fixtures.thread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.ThreadId;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.Stores;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Whoever takes several threads takes them in one order. UTF-8 and UTF-16 order these two
 * differently.
 */
final class LockOrderIT {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  private static final String FIRST = "\uD800\uDC00";
  private static final String SECOND = "\uE000";
  private static final long LIMIT_NANOS = 20_000_000_000L;

  @SuppressWarnings("NullAway.Init")
  private Stores stores;

  @BeforeEach
  void begin() {
    stores = POSTGRES.empty();
    Await.result(stores.writer().write(List.of(in(SECOND, "c1"), in(FIRST, "c1"))));
  }

  @Test
  void aGroup() throws SQLException {
    takesTheFirstFirst(() -> stores.writer().write(List.of(in(SECOND, "c2"), in(FIRST, "c2"))));
  }

  @Test
  void aGroupThatIsLookedAtFirst() throws SQLException {
    Append refused = put(root(SECOND), "c3").parent("c1").kept("unknown", 1).build();
    takesTheFirstFirst(
        () -> stores.writer().write(List.of(in(SECOND, "c2"), in(FIRST, "c2"), refused)));
  }

  @Test
  void aCopy() throws SQLException {
    Await.result(stores.threads().delete(thread(FIRST), null));
    takesTheFirstFirst(() -> stores.threads().copy(thread(SECOND), new ThreadId(FIRST), null));
  }

  private static Append in(String thread, String id) {
    return put(root(thread), id).build();
  }

  private static void takesTheFirstFirst(Supplier<CompletionStage<?>> taking) throws SQLException {
    try (Connection beside = POSTGRES.database().connect();
        Statement statement = beside.createStatement()) {
      // Given
      beside.setAutoCommit(false);
      statement.execute("select pg_advisory_xact_lock(%s)".formatted(lock(FIRST)));

      // When
      var taken = taking.get();
      awaitBlocked();

      // Then
      try (ResultSet second =
          statement.executeQuery("select pg_try_advisory_xact_lock(%s)".formatted(lock(SECOND)))) {
        second.next();
        assertThat(second.getBoolean(1)).as("nobody has the second").isTrue();
      }
      beside.rollback();
      Await.result(taken);
    }
  }

  private static String lock(String thread) {
    return "hashtextextended('default/%s', 8420)".formatted(thread);
  }

  private static void awaitBlocked() {
    long deadline = System.nanoTime() + LIMIT_NANOS;
    String blocked =
        """
        select pid from pg_stat_activity where datname = current_database()
        and application_name = 'holdfast' and wait_event = 'advisory'""";
    while (POSTGRES.database().column(blocked).isEmpty()) {
      assertThat(System.nanoTime()).as("somebody waits").isLessThan(deadline);
    }
  }
}
