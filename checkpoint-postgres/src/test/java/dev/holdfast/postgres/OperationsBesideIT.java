package dev.holdfast.postgres;

import static dev.holdfast.testkit.gen.Fixtures.TENANT;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static dev.holdfast.testkit.gen.Fixtures.thread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.OperationId;
import dev.holdfast.core.model.PruneStrategy;
import dev.holdfast.core.model.ThreadId;
import dev.holdfast.core.spi.ThreadStore;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.Stores;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One operation id comes with two requests at the same time, or its first try breaks off. */
final class OperationsBesideIT {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  private static final OperationId OPERATION = new OperationId("op-1");
  private static final long LIMIT_NANOS = 20_000_000_000L;

  private static final String HOLD =
      "select pg_advisory_xact_lock(hashtextextended('default/%s', 8420))";

  /** As another server does that is about to commit. */
  private static final String CLAIM =
      "insert into holdfast.operations (tenant_id, operation_id, thread_id, request) values ('default', 'op-1', '', 'another')";

  private static final String BLOCKED =
      """
      select pid from pg_stat_activity where datname = current_database()
      and application_name = 'holdfast' and wait_event_type = 'Lock'""";

  @SuppressWarnings("NullAway.Init")
  private Stores stores;

  @SuppressWarnings("NullAway.Init")
  private ThreadStore threads;

  @BeforeEach
  void storeTwo() {
    stores = POSTGRES.empty();
    threads = stores.threads();
    Await.result(stores.writer().write(List.of(put(root("t"), "c1").build())));
    Await.result(stores.writer().write(List.of(put(root("u"), "c1").build())));
  }

  @Test
  void ofTwoRequestsForDifferentThreadsTheSecondIsRefused() throws SQLException {
    try (Connection beside = POSTGRES.database().connect();
        Statement statement = beside.createStatement()) {
      // Given
      beside.setAutoCommit(false);
      statement.execute(HOLD.formatted("t"));
      statement.execute(HOLD.formatted("u"));
      var first = threads.delete(thread("t"), OPERATION);
      awaitBlocked(1);
      var second = threads.delete(thread("u"), OPERATION);
      awaitBlocked(2);

      // When
      beside.rollback();

      // Then
      assertThat(Stream.of(first, second).map(OperationsBesideIT::refused))
          .containsExactlyInAnyOrder(false, true);
      assertThat(Stream.of("t", "u").filter(this::isThere)).hasSize(1);
    }
  }

  @Test
  void whoComesBehindAnotherRequestIsRefusedWhateverItIsFor() throws SQLException {
    for (boolean withThreads : new boolean[] {false, true}) {
      try (Connection beside = POSTGRES.database().connect();
          Statement statement = beside.createStatement()) {
        // Given
        beside.setAutoCommit(false);
        statement.execute(CLAIM);
        var names = withThreads ? List.of(new ThreadId("t")) : List.<ThreadId>of();
        var prune = threads.prune(TENANT, names, PruneStrategy.DELETE, OPERATION);
        awaitBlocked(1);

        // When
        beside.commit();

        // Then
        assertThat(refused(prune)).isTrue();
        assertThat(isThere("t")).isTrue();
        POSTGRES.database().execute("delete from holdfast.operations");
      }
    }
  }

  @Test
  void whoComesBehindARequestThatIsRolledBackIsServed() throws SQLException {
    try (Connection beside = POSTGRES.database().connect();
        Statement statement = beside.createStatement()) {
      // Given
      beside.setAutoCommit(false);
      statement.execute(CLAIM);
      var delete = threads.delete(thread("t"), OPERATION);
      awaitBlocked(1);

      // When
      beside.rollback();

      // Then
      assertThat(Await.result(delete)).isTrue();
    }
  }

  @Test
  void whatBrokeOffInTheMiddleIsEndedByItsRepeatOnly() throws SQLException {
    // Given
    try (Connection beside = POSTGRES.database().connect();
        Statement statement = beside.createStatement()) {
      beside.setAutoCommit(false);
      statement.execute(HOLD.formatted("u"));
      var broken = pruneBoth(threads);
      awaitBlocked(1);
      POSTGRES
          .database()
          .column(BLOCKED)
          .forEach(pid -> POSTGRES.database().execute("select pg_terminate_backend(" + pid + ")"));
      assertThat(codeOf(broken)).isIn(Code.OUTCOME_UNKNOWN, Code.UNAVAILABLE);
    }
    // The pool may not have heard yet that its connection is gone
    Stores whole = POSTGRES.replica();
    Await.result(whole.writer().write(List.of(put(root("t"), "c2").build())));

    // When
    var otherCode = codeOf(whole.threads().delete(thread("t"), OPERATION));
    long pruned = Await.result(pruneBoth(whole.threads()));

    // Then
    assertThat(otherCode).isEqualTo(Code.OPERATION_ID_REUSED);
    assertThat(pruned).isEqualTo(2);
    assertThat(isThere(whole, "t")).isTrue();
    assertThat(isThere(whole, "u")).isFalse();
  }

  private static CompletionStage<Long> pruneBoth(ThreadStore of) {
    var both = List.of(new ThreadId("t"), new ThreadId("u"));
    return of.prune(TENANT, both, PruneStrategy.DELETE, OPERATION);
  }

  private static boolean refused(CompletionStage<?> request) {
    try {
      Await.result(request);
      return false;
    } catch (Failure failure) {
      assertThat(failure.code()).isEqualTo(Code.OPERATION_ID_REUSED);
      return true;
    }
  }

  private static Code codeOf(CompletionStage<?> request) {
    return catchThrowableOfType(Failure.class, () -> Await.result(request)).code();
  }

  private boolean isThere(String thread) {
    return isThere(stores, thread);
  }

  private static boolean isThere(Stores stores, String thread) {
    return Await.result(stores.reader().find(root(thread), null, Map.of(), false)).isPresent();
  }

  private static void awaitBlocked(int count) {
    long deadline = System.nanoTime() + LIMIT_NANOS;
    while (POSTGRES.database().column(BLOCKED).size() < count) {
      assertThat(System.nanoTime()).as("%s wait", count).isLessThan(deadline);
    }
  }
}
