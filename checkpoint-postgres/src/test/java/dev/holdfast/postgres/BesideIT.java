package dev.holdfast.postgres;

import static dev.holdfast.testkit.gen.Fixtures.id;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Appended.CheckpointStored;
import dev.holdfast.core.model.Appended.Status;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.testkit.Await;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Somebody else is at work in the database: locks rows, ends connections. */
final class BesideIT {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  private static final NamespaceKey PLACE = root("t");
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @SuppressWarnings("NullAway.Init")
  private Replica replica;

  /** For connections from now on: a writer still looks for a deadlock when there is one. */
  @BeforeAll
  static void deadlocksAreLookedForLate() {
    String name = POSTGRES.database().column("select current_database()").get(0);
    POSTGRES.database().execute("alter database \"" + name + "\" set deadlock_timeout = '5s'");
  }

  @BeforeEach
  void storeTwo() {
    POSTGRES.empty();
    replica = new Replica(POSTGRES.replica());
    Await.result(replica.submit(put(PLACE, "c1").build()));
    Await.result(replica.submit(put(PLACE, "c2").build()));
  }

  @Test
  void aDeadlockIsRepeatedAndNobodyNotices() throws SQLException {
    try (Connection beside = POSTGRES.database().connect();
        Statement statement = beside.createStatement()) {
      // Given
      beside.setAutoCommit(false);
      statement.execute("set deadlock_timeout = '60s'");
      lock(statement, "c2");
      List<CompletableFuture<?>> callers = new ArrayList<>();
      replica.together(
          () -> {
            callers.add(replica.submit(stamped("c3", 1)));
            callers.add(replica.submit(stamped("c1", 2)));
            callers.add(replica.submit(stamped("c2", 3)));
          });
      awaitBlockedWriter();

      // When
      lock(statement, "c1");
      beside.rollback();

      // Then
      callers.forEach(caller -> assertThat(caller).succeedsWithin(LIMIT));
      assertThat(replica.repeats).hasPositiveValue();
      assertThat(skeleton("c1")).isEqualTo("put 2");
      assertThat(skeleton("c2")).isEqualTo("put 3");
    }
  }

  @Test
  void afterAConnectionIsEndedInMidTransactionARepeatResolvesIt() throws SQLException {
    try (Connection beside = POSTGRES.database().connect();
        Statement statement = beside.createStatement()) {
      // Given
      beside.setAutoCommit(false);
      lock(statement, "c1");
      var caller = replica.submit(stamped("c1", 1));
      awaitBlockedWriter();

      // When
      endBlockedWriter();

      // Then
      assertThat(codeOf(caller)).isIn(Code.OUTCOME_UNKNOWN, Code.UNAVAILABLE);
      beside.rollback();
      var repeat = repeated(stamped("c1", 1));
      assertThat(repeat.status()).isIn(Status.REPLACED, Status.UNCHANGED);
      assertThat(skeleton("c1")).isEqualTo("put 1");
    }
  }

  @Test
  void afterAConnectionIsEndedWithinTheCommitARepeatResolvesIt() throws SQLException {
    // Given
    POSTGRES
        .database()
        .execute(
            """
            create function wait_in_commit() returns trigger language plpgsql as
            'begin perform pg_advisory_xact_lock(42); return null; end'""");
    POSTGRES
        .database()
        .execute(
            """
            create constraint trigger wait_in_commit after insert on holdfast.records
            deferrable initially deferred for each row execute function wait_in_commit()""");
    try (Connection beside = POSTGRES.database().connect();
        Statement statement = beside.createStatement()) {
      beside.setAutoCommit(false);
      statement.execute("select pg_advisory_xact_lock(42)");
      var caller = replica.submit(stamped("c3", 1));
      awaitBlockedWriter();

      // When
      endBlockedWriter();

      // Then
      assertThat(codeOf(caller)).isEqualTo(Code.OUTCOME_UNKNOWN);
      beside.rollback();
      var repeat = repeated(stamped("c3", 1));
      assertThat(repeat.status()).isIn(Status.INSERTED, Status.UNCHANGED);
      assertThat(skeleton("c3")).isEqualTo("put 1");
    } finally {
      POSTGRES.database().execute("drop trigger wait_in_commit on holdfast.records");
    }
  }

  @Test
  void whoeverWaitsBehindAnEndedConnectionIsServed() throws SQLException {
    try (Connection beside = POSTGRES.database().connect();
        Statement statement = beside.createStatement()) {
      // Given
      beside.setAutoCommit(false);
      lock(statement, "c1");
      var ended = replica.submit(stamped("c1", 1));
      var next = replica.submit(stamped("c2", 2));
      awaitBlockedWriter();

      // When
      endBlockedWriter();

      // Then
      assertThat(codeOf(ended)).isEqualTo(Code.OUTCOME_UNKNOWN);
      assertThat(next)
          .satisfiesAnyOf(
              served -> assertThat(served).succeedsWithin(LIMIT),
              lost -> repeated(stamped("c2", 2)));
      assertThat(skeleton("c2")).isEqualTo("put 2");
      beside.rollback();
    }
  }

  /** As a saver does: repeats what may be repeated, until it is done. */
  private CheckpointStored repeated(Append append) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      try {
        return (CheckpointStored) Await.result(replica.submit(append));
      } catch (Failure failure) {
        assertThat(failure.code()).isIn(Code.OUTCOME_UNKNOWN, Code.UNAVAILABLE);
        assertThat(System.nanoTime()).isLessThan(deadline);
      }
    }
  }

  private static Append stamped(String id, long sequence) {
    return put(PLACE, id).stamp(1, sequence).skeleton("put " + sequence).build();
  }

  private static void lock(Statement statement, String id) throws SQLException {
    statement.execute("update holdfast.records set pack = pack where checkpoint_id = '" + id + "'");
  }

  private static final String BLOCKED =
      """
      select pid from pg_stat_activity where datname = current_database()
      and application_name = 'holdfast' and wait_event_type = 'Lock'""";

  private static void awaitBlockedWriter() {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (POSTGRES.database().column(BLOCKED).isEmpty()) {
      assertThat(System.nanoTime()).as("a writer waits for a lock").isLessThan(deadline);
    }
  }

  private static void endBlockedWriter() {
    for (String pid : POSTGRES.database().column(BLOCKED)) {
      POSTGRES.database().execute("select pg_terminate_backend(" + pid + ")");
    }
  }

  private String skeleton(String id) {
    var tuple =
        Await.result(replica.stores.reader().find(PLACE, id(id), Map.of(), false)).orElseThrow();
    byte[] bytes = tuple.row().skeleton().bytes().array();
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static Code codeOf(CompletableFuture<?> caller) {
    return catchThrowableOfType(Failure.class, () -> Await.result(caller)).code();
  }
}
