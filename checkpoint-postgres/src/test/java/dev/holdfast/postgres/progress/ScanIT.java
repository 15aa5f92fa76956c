package dev.holdfast.postgres.progress;

import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.progress.StoppedThreads.StoppedThread;
import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.testkit.Await;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A scan loses nothing: not beside another one, not if it dies, not what commits late. */
final class ScanIT {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  private static final String THREAD =
      """
      insert into holdfast.threads (tenant_id, thread_id, incarnation)
      select 'default', 'more-' || n, 900000 + n from generate_series(1, %1$d) as n;
      insert into holdfast.records (incarnation, number, checkpoint_ns, checkpoint_id, metadata, pack, created_at)
      select 900000 + n, r.number, r.checkpoint_ns, r.checkpoint_id, r.metadata, r.pack, %2$s
      from holdfast.records r join holdfast.threads t on t.incarnation = r.incarnation and t.thread_id = 't'
      cross join generate_series(1, %1$d) as n""";

  private final List<StoppedThread> found = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  private Watch watch;

  @BeforeEach
  void begin() {
    watch = new Watch(POSTGRES, POSTGRES.empty());
    watch.began(60);
    watch.pending("t");
    watch.age("t", 15);
  }

  private CompletionStage<Void> keep(List<StoppedThread> threads) {
    found.addAll(threads);
    return CompletableFuture.completedFuture(null);
  }

  private boolean scan(Duration after) {
    return Await.result(watch.stopped.scan("rule", after, "", this::keep)).orElseThrow().more();
  }

  private static void more(int threads, String storedAt) {
    POSTGRES.database().execute(THREAD.formatted(threads, storedAt));
  }

  @Test
  void ofTwoReplicasOneScansAtATime() {
    List<Boolean> others = new ArrayList<>();

    var scanned =
        Await.result(
            watch.stopped.scan(
                "rule",
                Watch.RULE.after(),
                "",
                threads ->
                    new PgStoppedThreads(POSTGRES.pool())
                        .scan("rule", Watch.RULE.after(), "", this::keep)
                        .thenAccept(other -> others.add(other.isPresent()))));

    assertThat(scanned).isPresent();
    assertThat(others).containsExactly(false);
    assertThat(found).isEmpty();
  }

  @Test
  void oneThatDiesBeforeAnythingIsAcceptedIsDoneAgain() {
    var dying =
        watch.scan(
            watch.heads, made -> CompletableFuture.failedFuture(new IllegalStateException("died")));
    for (int steps = 0; steps < 10; steps++) {
      try {
        Await.result(dying.run(Watch.RULE));
      } catch (AssertionError | RuntimeException died) {
        break;
      }
    }
    assertThat(watch.told()).isEmpty();
    assertThat(watch.looked()).isGreaterThanOrEqualTo(15);

    watch.run();

    assertThat(watch.told()).containsExactly("watch-t");
  }

  @Test
  void oneThatDiesAfterItWasAcceptedTellsNobodyTwice() {
    var dying =
        watch.scan(
            watch.heads,
            made ->
                watch
                    .accept(made)
                    .thenRun(
                        () -> {
                          throw new IllegalStateException("died");
                        }));
    assertThatThrownBy(
            () -> {
              while (true) {
                Await.result(dying.run(Watch.RULE));
              }
            })
        .isNotNull();
    assertThat(watch.told()).containsExactly("watch-t");
    int looked = watch.looked();

    watch.run();

    assertThat(watch.told()).containsExactly("watch-t");
    assertThat(looked).isGreaterThanOrEqualTo(15);
    assertThat(watch.looked()).isEqualTo(10);
  }

  @Test
  void whatIsNotCommittedYetIsWaitedFor() throws SQLException {
    POSTGRES
        .database()
        .execute("update holdfast.signal_rules set scanned_until = clock_timestamp()");
    try (Connection beside = POSTGRES.database().connect();
        Statement statement = beside.createStatement()) {
      beside.setAutoCommit(false);
      statement.execute(THREAD.formatted(1, "now()"));
      scan(Duration.ZERO);
      assertThat(found).isEmpty();
      beside.commit();
    }

    for (int scans = 0; scans < 20 && found.isEmpty(); scans++) {
      scan(Duration.ZERO);
    }

    assertThat(found).extracting(one -> one.thread().thread().value()).containsExactly("more-1");
  }

  /** Looks at what is to come: a session that has just begun is then several minutes old. */
  @Test
  void aSessionThatIsForgottenHoldsTheScanBackForFiveMinutesAtMost() throws SQLException {
    watch.began(2);
    try (Connection beside = POSTGRES.database().connect();
        Statement statement = beside.createStatement()) {
      beside.setAutoCommit(false);
      statement.execute("select");

      assertThat(scan(Duration.ofMinutes(-4))).isFalse();
      assertThat(scannedUpTo("now()")).isEqualTo("f");
      scan(Duration.ofMinutes(-8));

      assertThat(scannedUpTo("now() + interval '2 minutes'")).isEqualTo("t");
      assertThat(scannedUpTo("now() + interval '4 minutes'")).isEqualTo("f");
    }
  }

  private static String scannedUpTo(String moment) {
    return POSTGRES
        .database()
        .column("select scanned_until >= " + moment + " from holdfast.signal_rules")
        .get(0);
  }

  @Test
  void aThreadIsFoundByItsLastRecordOnly() {
    watch.done(put(root("t"), "c2").value("branch:to:b", 2, "").build());
    watch.age("t", 15);

    while (scan(Watch.RULE.after())) {}

    assertThat(found).extracting(StoppedThread::lastNumber).containsExactly(2L);
  }

  @Test
  void manyAreFoundInBatchesAndThoseOfOneCommitTogether() {
    more(
        450, "date_trunc('second', now()) - interval '11 minutes' - (n % 3) * interval '1 second'");

    int scans = 0;
    while (scan(Watch.RULE.after())) {
      scans++;
    }

    assertThat(found).hasSize(451);
    assertThat(new HashSet<>(found)).hasSize(451);
    assertThat(scans).isBetween(3, 20);
  }

  @Test
  void aLongTimeIsScannedInSteps() {
    watch.began(300);
    watch.age("t", 200);
    int scans = 0;
    while (scan(Watch.RULE.after())) {
      scans++;
    }

    assertThat(found).hasSize(1);
    assertThat(scans).isBetween(28, 30);
    assertThat(watch.looked()).isEqualTo(10);
  }
}
