package dev.holdfast.postgres;

import static dev.holdfast.testkit.gen.Fixtures.TENANT;
import static dev.holdfast.testkit.gen.Fixtures.blob;
import static dev.holdfast.testkit.gen.Fixtures.channel;
import static dev.holdfast.testkit.gen.Fixtures.id;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static dev.holdfast.testkit.gen.Fixtures.thread;
import static dev.holdfast.testkit.gen.Fixtures.writes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Appended;
import dev.holdfast.core.model.Appended.CheckpointStored;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.PruneStrategy;
import dev.holdfast.core.model.ThreadId;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.Stores;
import dev.holdfast.testkit.gen.PutBuilder;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a server believes of a thread is not so any more: another one was there meanwhile. */
final class OvertakenIT {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  private static final NamespaceKey PLACE = root("t");
  private static final long LIMIT_NANOS = 20_000_000_000L;

  /** What another server's append of the record 2 leaves. */
  private static final String APPEND =
      """
      insert into holdfast.records
      select incarnation, 2, checkpoint_ns, 'c2', 'c1', null, metadata, pack, created_at
      from holdfast.records where number = 1""";

  @SuppressWarnings("NullAway.Init")
  private Stores stores;

  @SuppressWarnings("NullAway.Init")
  private Stores other;

  @SuppressWarnings("NullAway.Init")
  private CheckpointStored first;

  @BeforeEach
  void storeOne() {
    POSTGRES.empty();
    stores = POSTGRES.replica(); // which remembers nothing of other tests
    other = POSTGRES.replica();
    first = stored(stores, put(PLACE, "c1").value("a", 1, "one"), false);
  }

  @Test
  void anAppendIsSeenByTheNextOfAnotherServer() {
    for (boolean inCompany : new boolean[] {false, true}) {
      // Given
      String id = inCompany ? "c4" : "c2";
      assertThat(stored(other, loop(id, "c1"), false).conflict()).isEqualTo(inCompany);

      // When
      var next = stored(stores, loop(inCompany ? "c5" : "c3", "c1"), inCompany);

      // Then
      assertThat(next.conflict()).isTrue();
      assertThat(find(id)).isEqualTo(blob("one"));
    }
  }

  @Test
  void aPruneIsSeenByTheNextAppendOfAnotherServer() {
    for (boolean inCompany : new boolean[] {false, true}) {
      // Given
      String suffix = inCompany ? "+" : "";
      stored(stores, put(PLACE, "c3" + suffix).value("a", 3, "pruned"), false);
      stored(stores, put(PLACE, "c4" + suffix).value("a", 4, "newest"), false);

      // When
      Await.result(
          other
              .threads()
              .prune(TENANT, List.of(new ThreadId("t")), PruneStrategy.KEEP_LATEST, null));
      var fork = put(PLACE, "c5" + suffix).parent("c3" + suffix).kept("a", 3);

      // Then
      assertThat(refused(stores, fork, inCompany)).isEqualTo(Code.MISSING_VALUES);
    }
  }

  @Test
  void aDeleteIsSeenByTheNextAppendOfAnotherServer() {
    for (boolean inCompany : new boolean[] {false, true}) {
      // When
      Await.result(other.threads().delete(thread("t"), null));
      var late = put(PLACE, "c2").parent("c1").kept("a", 1).incarnation(first.incarnation());

      // Then
      assertThat(refused(stores, late, inCompany)).isEqualTo(Code.THREAD_DELETED);
      first = stored(stores, put(PLACE, "c1").value("a", 1, "one"), false);
    }
  }

  @Test
  void aNewLifeIsSeenByTheNextAppendOfAnotherServer() {
    for (boolean inCompany : new boolean[] {false, true}) {
      // Given
      Await.result(other.threads().delete(thread("t"), null));
      var life = stored(other, put(PLACE, "c1").value("a", 1, "another life"), false);

      // When
      var next = stored(stores, put(PLACE, "c2").parent("c1").kept("a", 1), inCompany);

      // Then
      assertThat(next.incarnation()).isEqualTo(life.incarnation());
      assertThat(find("c2")).isEqualTo(blob("another life"));
    }
  }

  @Test
  void whoLosesANumberToAnotherServerTakesTheNext() throws SQLException {
    assertThat(behindAnAppend(false).conflict()).isTrue();
  }

  @Test
  void aGroupThatLosesANumberToAnotherServerTakesTheNext() throws SQLException {
    assertThat(behindAnAppend(true).conflict()).isTrue();
  }

  @Test
  void whoLosesANumberInSpiteOfTheLockIsToldToRepeat() throws SQLException {
    try (Connection beside = POSTGRES.database().connect();
        Statement statement = beside.createStatement()) {
      // Given
      beside.setAutoCommit(false);
      statement.execute(APPEND);
      var unknown = put(PLACE, "c4").parent("c1").kept("b", 7).build();
      List<Append> group =
          List.of(loop("c3", "c1").build(), unknown); // a refusal: it is looked first

      // When
      var writing = stores.writer().write(group);
      awaitBlockedWriter();
      beside.commit();

      // Then
      var failure = catchThrowableOfType(Failure.class, () -> Await.result(writing));
      assertThat(failure.code()).isEqualTo(Code.WRITE_CONFLICT);
      assertThat(stored(stores, loop("c3", "c1"), false).conflict()).isTrue();
    }
  }

  /** How a put fares that comes between another server's append and its commit. */
  private CheckpointStored behindAnAppend(boolean inCompany) throws SQLException {
    try (Connection beside = POSTGRES.database().connect();
        Statement statement = beside.createStatement()) {
      beside.setAutoCommit(false);
      statement.execute("select pg_advisory_xact_lock_shared(hashtextextended('default/t', 8420))");
      statement.execute(APPEND);
      var writing = stores.writer().write(group(loop("c3", "c1"), inCompany));
      awaitBlockedWriter();
      beside.commit();
      assertThat(
              POSTGRES
                  .database()
                  .column("select number from holdfast.records where checkpoint_id = 'c2'"))
          .containsExactly("2");
      return (CheckpointStored) ((Outcome.Done<Appended>) Await.result(writing).get(0)).result();
    }
  }

  private static PutBuilder loop(String id, String parent) {
    return put(PLACE, id).parent(parent).meta("source", "loop").kept("a", 1);
  }

  private static List<Append> group(PutBuilder put, boolean inCompany) {
    List<Append> group = new ArrayList<>(List.of(put.build()));
    if (inCompany) {
      group.add(writes(root("company"), "1").add("task", 0, "channel", "text").build());
    }
    return group;
  }

  private static CheckpointStored stored(Stores at, PutBuilder put, boolean inCompany) {
    var outcome = Await.result(at.writer().write(group(put, inCompany))).get(0);
    return (CheckpointStored) ((Outcome.Done<Appended>) outcome).result();
  }

  private static Code refused(Stores at, PutBuilder put, boolean inCompany) {
    var outcome = Await.result(at.writer().write(group(put, inCompany))).get(0);
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    return ((Outcome.Refused<Appended>) outcome).failure().code();
  }

  private Object find(String id) {
    var found = POSTGRES.replica().reader().find(PLACE, id(id), Map.of(), false);
    return Await.result(found).orElseThrow().values().getOrDefault(channel("a"), blob("none"));
  }

  private static void awaitBlockedWriter() {
    long deadline = System.nanoTime() + LIMIT_NANOS;
    String blocked =
        """
        select pid from pg_stat_activity where datname = current_database()
        and application_name = 'holdfast' and wait_event_type = 'Lock'""";
    while (POSTGRES.database().column(blocked).isEmpty()) {
      assertThat(System.nanoTime()).as("a writer waits").isLessThan(deadline);
    }
  }
}
