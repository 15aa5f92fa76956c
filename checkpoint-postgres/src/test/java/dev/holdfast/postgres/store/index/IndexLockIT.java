package dev.holdfast.postgres.store.index;

import static dev.holdfast.postgres.store.index.Indexed.TENANT;
import static dev.holdfast.postgres.store.index.Indexed.definition;
import static dev.holdfast.postgres.store.index.Indexed.key;
import static dev.holdfast.postgres.store.index.Indexed.put;
import static dev.holdfast.postgres.store.index.Indexed.ready;
import static dev.holdfast.postgres.store.index.Indexed.vector;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.index.EmbeddedBy;
import dev.holdfast.core.index.Indexing;
import dev.holdfast.core.store.StoreChange;
import dev.holdfast.core.store.indexing.IndexedItem;
import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.testkit.Await;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** No put of an index is under way once another one is defined, so none of them is overlooked. */
final class IndexLockIT {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  private static final String WAITING =
      "select 1 from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @SuppressWarnings("NullAway.Init")
  private Indexed store;

  private long index;

  @BeforeEach
  void begin() {
    POSTGRES.empty();
    store = new Indexed(POSTGRES.pool());
    index = store.define(1, EmbeddedBy.SERVER);
  }

  @Test
  void whoDefinesAnewWaitsForPuts() throws SQLException {
    waits(
        "select holdfast.hold_indexes('{default}')",
        () -> store.catalog.replace(TENANT, definition(1, EmbeddedBy.SERVER)));
  }

  @Test
  void aPutWaitsForWhoDefinesAnew() throws SQLException {
    waits(
        "select holdfast.replace_index('default', 'm', 1, 'cosine', '{$}', 'server', false, 'simple')",
        () ->
            store.writer.write(
                List.of(
                    new StoreChange(
                        TENANT,
                        List.of(put(key("a", "k"), ready(index, "", vector(1)))),
                        List.of()))));
    assertThat(store.status().waiting()).isEqualTo(1);
  }

  @Test
  void whatWasMadeWaitsForWhoDefinesAnew() throws SQLException {
    store.put(put(key("a", "k"), new Indexing.Waiting(null)));
    var claimed = Await.result(store.queue.claim(1, PATIENCE)).get(0);
    waits(
        "select holdfast.replace_index('default', 'm', 1, 'cosine', '{$}', 'server', false, 'simple')",
        () -> store.queue.write(List.of(new IndexedItem(claimed, List.of(), ""))));
    assertThat(store.status().indexed()).isZero();
  }

  /** While a transaction beside has run {@code sql}, the call waits; it ends behind it. */
  private static void waits(String sql, Supplier<CompletionStage<?>> call) throws SQLException {
    try (Connection beside = POSTGRES.database().connect();
        Statement statement = beside.createStatement()) {
      beside.setAutoCommit(false);
      statement.execute(sql);

      // When
      var called = call.get().toCompletableFuture();

      // Then
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (POSTGRES.database().column(WAITING).isEmpty() && !called.isDone()) {
        assertThat(System.nanoTime()).as("nothing waits").isLessThan(end);
        Thread.onSpinWait();
      }
      assertThat(called).isNotDone();
      beside.commit();
      Await.result(called);
    }
  }
}
