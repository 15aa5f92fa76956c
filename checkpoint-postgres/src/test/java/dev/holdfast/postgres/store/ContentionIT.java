package dev.holdfast.postgres.store;

import static dev.holdfast.postgres.store.Items.change;
import static dev.holdfast.postgres.store.Items.delete;
import static dev.holdfast.postgres.store.Items.key;
import static dev.holdfast.postgres.store.Items.put;
import static dev.holdfast.postgres.store.Items.refresh;
import static dev.holdfast.postgres.store.Items.search;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.store.StoreChange;
import dev.holdfast.core.store.StoreOperation.Put;
import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.testkit.Await;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Groups that meet: whoever takes several rows takes them in one order. */
final class ContentionIT {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  private static final long HOUR = 3_600_000_000L;
  private static final long LIMIT_NANOS = 20_000_000_000L;
  private static final int GROUPS = 150;

  /** Not all at once: a pool gives up whoever waits for a connection for long. */
  private static final int UNDER_WAY = 12;

  /** UTF-8 and UTF-16 order these two differently. */
  private static final String FIRST = "\uE000";

  private static final String SECOND = "\uD800\uDC00";

  private static final String BLOCKED =
      """
      select pid from pg_stat_activity where datname = current_database()
      and application_name = 'holdfast' and wait_event_type = 'Lock'""";

  @SuppressWarnings("NullAway.Init")
  private Items items;

  @BeforeEach
  void begin() {
    POSTGRES.empty();
    items = new Items(POSTGRES.pool());
    items.put(put("a", FIRST, 1, HOUR), put("a", SECOND, 1, HOUR));
  }

  private static String row(String key, String wait) {
    return "select key from holdfast.items where key = '" + key + "' for update " + wait;
  }

  @Test
  void putsTakeTheFirstFirst() throws SQLException {
    takesTheFirstFirst(change(put("a", SECOND, 2), put("a", FIRST, 2)));
  }

  @Test
  void deletesTakeTheFirstFirst() throws SQLException {
    takesTheFirstFirst(change(delete("a", SECOND), delete("a", FIRST)));
  }

  @Test
  void aPutBesideADeleteTakesTheFirstFirst() throws SQLException {
    takesTheFirstFirst(change(delete("a", SECOND), put("a", FIRST, 2)));
  }

  @Test
  void refreshesTakeTheFirstFirst() throws SQLException {
    takesTheFirstFirst(refresh(key("a", SECOND), key("a", FIRST)));
  }

  private void takesTheFirstFirst(StoreChange change) throws SQLException {
    try (Connection beside = POSTGRES.database().connect();
        Statement statement = beside.createStatement()) {
      // Given
      beside.setAutoCommit(false);
      statement.execute(row(FIRST, ""));

      // When
      var written = items.begin(change);
      awaitBlocked();

      // Then
      try (ResultSet second = statement.executeQuery(row(SECOND, "skip locked"))) {
        assertThat(second.next()).as("nobody has the second").isTrue();
      }
      beside.rollback();
      Await.result(written);
    }
  }

  @Test
  void whetherACommitHappenedIsUnknownWhenTheConnectionIsLost() throws SQLException {
    try (Connection beside = POSTGRES.database().connect();
        Statement statement = beside.createStatement()) {
      // Given
      beside.setAutoCommit(false);
      statement.execute(row(FIRST, ""));
      var written = items.begin(change(put("a", FIRST, 2)));
      awaitBlocked();

      // When
      POSTGRES
          .database()
          .execute("select pg_terminate_backend(pid) from (" + BLOCKED + ") as blocked");
      var failure = catchThrowableOfType(Failure.class, () -> Await.result(written));

      // Then
      assertThat(failure.code()).isEqualTo(Code.OUTCOME_UNKNOWN);
      beside.rollback();
    }
    items.put(put("a", FIRST, 2));
    assertThat(items.v("a", FIRST)).isEqualTo(2L);
  }

  @Test
  void replicasThatWriteTheSameItemsDoNotWaitInACircle() {
    // Given
    var random = new Random(3);
    List<CompletableFuture<?>> running = new ArrayList<>();
    List<Items> replicas = List.of(items, new Items(POSTGRES.pool()), new Items(POSTGRES.pool()));

    // When
    for (int group = 0; group < GROUPS; group++) {
      if (group >= UNDER_WAY) {
        Await.result(running.get(group - UNDER_WAY));
      }
      running.add(
          replicas
              .get(group % replicas.size())
              .begin(some(random), some(random))
              .toCompletableFuture());
    }

    // Then
    running.forEach(Await::result);
    assertThat(items.items(search("")).size()).isLessThanOrEqualTo(22);
  }

  private static StoreChange some(Random random) {
    List<Put> puts = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String key = "k" + random.nextInt(20);
      puts.add(random.nextInt(3) == 0 ? delete("a", key) : put("a", key, i, HOUR));
    }
    return new StoreChange(
        Items.TENANT, puts, List.of(key("a", "k" + random.nextInt(20)), key("a", FIRST)));
  }

  private static void awaitBlocked() {
    long deadline = System.nanoTime() + LIMIT_NANOS;
    while (POSTGRES.database().column(BLOCKED).isEmpty()) {
      assertThat(System.nanoTime()).as("somebody waits").isLessThan(deadline);
    }
  }
}
