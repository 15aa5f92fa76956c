package dev.holdfast.signals.temporal;

import dev.holdfast.core.signal.AcceptedSignal;
import dev.holdfast.core.signal.SignalOutbox;
import dev.holdfast.core.signal.SignalOutbox.LaneLimits;
import dev.holdfast.core.signal.WorkflowKey;
import dev.holdfast.migrations.Migrations;
import dev.holdfast.postgres.connect.Pools;
import dev.holdfast.postgres.connect.PostgresUrl;
import dev.holdfast.postgres.signal.PgSignalOutbox;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.gen.SignalBuilder;
import dev.holdfast.testkit.postgres.TestDatabase;
import dev.holdfast.testkit.postgres.TestPostgres;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The outbox of a test class in a real Postgres. */
final class RealOutbox implements BeforeAllCallback, AfterAllCallback {
  static final LaneLimits LIMITS = new LaneLimits(500, 262_144, Duration.ofSeconds(5));
  private static final long LIMIT_NANOS = Duration.ofSeconds(30).toNanos();

  private final Vertx vertx = Vertx.vertx();

  @SuppressWarnings("NullAway.Init")
  private Pool pool;

  @SuppressWarnings("NullAway.Init")
  private TestDatabase database;

  @Override
  public void beforeAll(ExtensionContext context) {
    database = TestPostgres.freshDatabase();
    Migrations.migrate(database.jdbcUrl(), TestDatabase.USER, "postgres");
    pool = Pools.open(vertx, PostgresUrl.parse(database.url()), 4, false);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Await.result(pool.close().toCompletionStage());
    Await.result(vertx.close().toCompletionStage());
  }

  SignalOutbox open() {
    return new PgSignalOutbox(pool, LIMITS);
  }

  /** What a copy of the database does, in the eyes of workers. */
  void giveSequencesAgain() {
    database.execute("alter sequence holdfast.signal_sequences restart");
  }

  /** What a copy of the database from before the first signal does. */
  void giveEverythingAgain() {
    giveSequencesAgain();
    database.execute("truncate holdfast.signals, holdfast.signal_lanes, holdfast.signal_batches");
    database.execute("alter sequence holdfast.signal_ids restart");
  }

  /** Accepts notes with numbers that follow each other. */
  void accept(WorkflowKey workflow, int first, int count) {
    List<AcceptedSignal> group = new ArrayList<>();
    for (int i = first; i < first + count; i++) {
      group.add(due(SignalBuilder.signal("note").to(workflow).with("\"" + i + "\"")));
    }
    Await.result(open().write(group));
  }

  /** What a recorder notes of as many, from 0. */
  static List<String> notes(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  /** Tells a recorder to finish, behind everything that waits. */
  void finish(WorkflowKey workflow) {
    Await.result(open().write(List.of(due(SignalBuilder.signal("finish").to(workflow).fence()))));
  }

  private static AcceptedSignal due(SignalBuilder signal) {
    return new AcceptedSignal(signal.build(), null, Duration.ZERO, false);
  }

  /** Waits until {@code condition} holds, but not for ever; asks, since nobody tells when. */
  static void until(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + LIMIT_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within the limit");
      }
      Thread.sleep(20);
    }
  }
}
