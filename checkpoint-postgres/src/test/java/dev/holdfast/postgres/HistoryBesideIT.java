package dev.holdfast.postgres;

import static dev.holdfast.testkit.gen.Fixtures.blob;
import static dev.holdfast.testkit.gen.Fixtures.channel;
import static dev.holdfast.testkit.gen.Fixtures.history;
import static dev.holdfast.testkit.gen.Fixtures.id;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static dev.holdfast.testkit.gen.Fixtures.thread;
import static dev.holdfast.testkit.gen.Fixtures.writes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Appended;
import dev.holdfast.core.model.CheckpointTuple;
import dev.holdfast.core.model.HistoryPolicy;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.core.spi.WriteObserver;
import dev.holdfast.core.spi.WriteVolume;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.Stores;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Replicas conflate threads and set their policies beside writers, and beside each other. */
final class HistoryBesideIT {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  private static final NamespaceKey PLACE = root("t");
  private static final int CALLS = 300;
  private static final int ASKING = 40;

  /** As many as two pools have connections: they give up whoever waits for one for long. */
  private static final int CONFLATIONS = 8;

  private static final int LONG = 1100;
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** What a writer does that had the thread first. */
  private static final String INTERRUPT =
      """
      insert into holdfast.records (incarnation, number, checkpoint_ns, writes_of, pack)
      select incarnation, number + 1, checkpoint_ns, 'c001', pack from holdfast.records where writes_of = 'c900'""";

  private final Grown grown = new Grown();

  @SuppressWarnings("NullAway.Init")
  private Replica writing;

  @SuppressWarnings("NullAway.Init")
  private Stores other;

  private static final class Grown implements WriteObserver {
    final List<String> heard = new ArrayList<>();

    @Override
    public void written(WriteVolume volume) {}

    @Override
    public synchronized void grown(ThreadKey thread, int checkpoints) {
      heard.add(thread.thread().value() + " " + checkpoints);
    }
  }

  @BeforeEach
  void startTwo() {
    POSTGRES.empty();
    writing = new Replica(POSTGRES.replica(grown));
    other = POSTGRES.replica();
  }

  @Test
  void aWriterTellsOfTheThreadsThatKeepOnlyTheLatest() {
    set("t", HistoryPolicy.LATEST);
    List<Append> group = new ArrayList<>();
    for (String name : List.of("t", "u")) {
      group.add(put(root(name), "c1").build());
      group.add(put(root(name), "c2").parent("c1").build());
      group.add(writes(root(name), "c2").add("task", 0, "a", "x").build());
    }

    Await.result(writing.stores.writer().write(group));
    Await.result(writing.stores.writer().write(List.of(group.get(2))));

    assertThat(grown.heard).containsExactly("t 2");
  }

  @Test
  void aWriterLearnsOfThePolicyThatAnotherReplicaSets() {
    submit(put(PLACE, "c1").build());
    assertThat(grown.heard).isEmpty();

    set("t", HistoryPolicy.LATEST);
    submit(put(PLACE, "c2").parent("c1").build());
    submit(put(PLACE, "c3").parent("c2").build());
    set("t", HistoryPolicy.FULL);
    submit(put(PLACE, "c4").parent("c3").build());

    assertThat(grown.heard).containsExactly("t 1", "t 1");
  }

  @Test
  void settingWhatIsSetDoesNotKeepAnybodyFromTheThread() throws SQLException {
    set("t", HistoryPolicy.LATEST);
    try (Connection beside = POSTGRES.database().connect();
        Statement statement = beside.createStatement()) {
      beside.setAutoCommit(false);
      statement.execute("select pg_advisory_xact_lock_shared(hashtextextended('default/t', 8420))");

      var again = other.threads().setHistory(thread("t"), HistoryPolicy.LATEST, null);

      assertThat(again.toCompletableFuture()).succeedsWithin(LIMIT);
      beside.rollback();
    }
  }

  @Test
  void aThreadWithNothingToRemoveIsNotKeptFromItsWriters() throws SQLException {
    set("t", HistoryPolicy.LATEST);
    submit(put(PLACE, "c1").build());
    try (Connection beside = POSTGRES.database().connect();
        Statement statement = beside.createStatement()) {
      beside.setAutoCommit(false);
      statement.execute("select pg_advisory_xact_lock_shared(hashtextextended('default/t', 8420))");

      var idle = other.threads().conflate(thread("t"));

      assertThat(idle.toCompletableFuture()).succeedsWithin(LIMIT).isEqualTo(0L);
      beside.rollback();
    }
  }

  @Test
  void whatChangesWhileItIsLookedThroughIsLookedThroughAgain() throws SQLException {
    set("t", HistoryPolicy.LATEST);
    for (int i = 1; i < 4; i++) {
      submit(step(i));
    }
    submit(asking(900));
    try (Connection beside = POSTGRES.database().connect();
        Statement statement = beside.createStatement()) {
      // Given: it has seen c001 as superseded, and waits
      beside.setAutoCommit(false);
      statement.execute("select pg_advisory_xact_lock_shared(hashtextextended('default/t', 8420))");
      var conflated = other.threads().conflate(thread("t"));
      awaitBlocked();

      // When
      statement.execute(INTERRUPT);
      beside.commit();

      // Then
      assertThat(conflated.toCompletableFuture()).succeedsWithin(LIMIT).isEqualTo(0L);
      assertThat(find("c001").row().writes()).hasSize(1);
    }
  }

  @Test
  void aLongHistoryGoesInSeveralSteps() {
    List<Append> group = new ArrayList<>();
    for (int i = 1; i <= LONG; i++) {
      group.add(put(PLACE, "c%04d".formatted(i)).value("a", i, "a" + i).build());
    }
    Await.result(writing.stores.writer().write(group));
    set("t", HistoryPolicy.LATEST);

    long removed = Await.result(other.threads().conflate(thread("t")));

    assertThat(removed).isEqualTo(LONG - 1);
    assertThat(find("c%04d".formatted(LONG)).values()).containsValue(blob("a" + LONG));
  }

  @Test
  void conflatingBesideAWriterTearsNoHoles() {
    // Given
    set("t", HistoryPolicy.LATEST);
    List<CompletableFuture<Appended>> puts = new ArrayList<>();
    List<CompletableFuture<Long>> runs = new ArrayList<>();
    Stores third = POSTGRES.replica();

    // When
    for (int i = 1; i <= CALLS; i++) {
      puts.add(writing.submit(step(i)));
      if (i % ASKING == 0) {
        puts.add(writing.submit(asking(i)));
      }
      if (i % 8 == 0) {
        if (runs.size() >= CONFLATIONS) {
          Await.result(runs.get(runs.size() - CONFLATIONS));
        }
        runs.add(
            (i % 16 == 0 ? other : third).threads().conflate(thread("t")).toCompletableFuture());
        puts.get(puts.size() - 1).join();
      }
    }
    puts.forEach(Await::result);
    long removed = runs.stream().mapToLong(Await::result).sum();
    removed += Await.result(third.threads().conflate(thread("t")));

    // Then
    var left = Await.result(other.reader().list(history().thread("t").build())).checkpoints();
    assertThat(left).hasSize(2 + CALLS / ASKING);
    assertThat(removed).isEqualTo(CALLS - left.size());
    for (var row : left) {
      String name = row.key().id().value();
      int number = Integer.parseInt(name.substring(1));
      assertThat(find(name).values())
          .containsEntry(channel("text"), blob(text(number)))
          .containsEntry(channel("kept"), blob("since the beginning"));
    }
    assertThat(find("c%03d".formatted(ASKING)).row().writes()).hasSize(1);
  }

  private static Append step(int i) {
    var put = put(PLACE, "c%03d".formatted(i)).value("text", i, text(i));
    return (i == 1
            ? put.value("kept", 1, "since the beginning")
            : put.parent("c%03d".formatted(i - 1)).kept("kept", 1))
        .build();
  }

  private static Append asking(int i) {
    return writes(PLACE, "c%03d".formatted(i)).add("asking", -3, "__interrupt__", "?").build();
  }

  private static String text(int i) {
    return "grows ".repeat(i) + i;
  }

  private void set(String thread, HistoryPolicy policy) {
    Await.result(other.threads().setHistory(thread(thread), policy, null));
  }

  private void submit(Append append) {
    Await.result(writing.submit(append));
  }

  private static void awaitBlocked() {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    String blocked =
        """
        select pid from pg_stat_activity where datname = current_database()
        and application_name = 'holdfast' and wait_event = 'advisory'""";
    while (POSTGRES.database().column(blocked).isEmpty()) {
      assertThat(System.nanoTime()).as("somebody waits for the lock").isLessThan(deadline);
    }
  }

  private CheckpointTuple find(String id) {
    return Await.result(other.reader().find(PLACE, id(id), Map.of(), false))
        .orElseThrow(() -> new AssertionError("no checkpoint " + id));
  }
}
