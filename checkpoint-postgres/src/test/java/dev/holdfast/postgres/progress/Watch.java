package dev.holdfast.postgres.progress;

import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Appended;
import dev.holdfast.core.progress.RuleObserver;
import dev.holdfast.core.progress.RuleSignals;
import dev.holdfast.core.progress.ScanStopped;
import dev.holdfast.core.progress.SignalRule;
import dev.holdfast.core.progress.ThreadHeads;
import dev.holdfast.core.signal.AcceptedSignal;
import dev.holdfast.core.signal.Signal;
import dev.holdfast.core.signal.SignalOutbox.LaneLimits;
import dev.holdfast.core.signal.SignalPayload;
import dev.holdfast.core.signal.SignalPriority;
import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.postgres.read.PgThreadHeads;
import dev.holdfast.postgres.record.RecordCache;
import dev.holdfast.postgres.signal.PgSignalOutbox;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.Stores;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A rule about threads that have not moved for ten minutes, threads, and an outbox. */
final class Watch {

  static final SignalRule RULE =
      new SignalRule(
          "rule",
          SignalRule.When.STRANDED,
          Duration.ofMinutes(10),
          "",
          "default",
          "watch-{thread_id}",
          "stranded",
          SignalPriority.NORMAL,
          null);

  final PgStoppedThreads stopped;
  final PgThreadHeads heads;
  final PgSignalOutbox outbox;

  private final PostgresStores postgres;
  private final Stores stores;

  Watch(PostgresStores postgres, Stores stores) {
    this.postgres = postgres;
    this.stores = stores;
    stopped = new PgStoppedThreads(postgres.pool());
    heads = new PgThreadHeads(postgres.pool(), new RecordCache(1 << 20));
    outbox =
        new PgSignalOutbox(postgres.pool(), new LaneLimits(500, 1 << 20, Duration.ofSeconds(5)));
  }

  /** The rule began so many minutes ago. */
  void began(int minutes) {
    Await.result(stopped.rules(List.of(RULE.name())));
    postgres
        .database()
        .execute(
            "update holdfast.signal_rules set scanned_until = now() - interval '%d minutes'"
                .formatted(minutes));
  }

  void done(Append... appends) {
    List<Outcome<Appended>> outcomes = Await.result(stores.writer().write(List.of(appends)));
    assertThat(outcomes).allMatch(Outcome.Done.class::isInstance);
  }

  /** A thread with a task to run. */
  void pending(String thread) {
    done(put(root(thread), "c1").value("branch:to:a", 1, "").build());
  }

  /** Everything of a thread was stored so many minutes before it is. */
  void age(String thread, int minutes) {
    postgres
        .database()
        .execute(
            """
            update holdfast.records r set created_at = r.created_at - interval '%d minutes'
            from holdfast.threads t where t.incarnation = r.incarnation and t.thread_id = '%s'"""
                .formatted(minutes, thread));
  }

  CompletionStage<Void> accept(List<Signal> made) {
    return outbox
        .write(
            made.stream()
                .map(signal -> new AcceptedSignal(signal, null, Duration.ZERO, false))
                .toList())
        .thenAccept(places -> assertThat(places).allMatch(Outcome.Done.class::isInstance));
  }

  ScanStopped scan() {
    return scan(heads, this::accept);
  }

  ScanStopped scan(ThreadHeads read, Function<List<Signal>, CompletionStage<Void>> accept) {
    return new ScanStopped(
        stopped,
        read,
        new RuleSignals(
            reference -> new SignalPayload(Map.of(), Bytes.utf8(reference.key().id().value()))),
        accept,
        RuleObserver.SILENT);
  }

  /** Scans until nothing is left. */
  void run() {
    while (Await.result(scan().run(RULE))) {}
  }

  /** The workflows that were told, in order. */
  List<String> told() {
    return postgres.database().column("select workflow_id from holdfast.signals order by id");
  }

  /** How many minutes ago the newest of what has been looked at was stored. */
  int looked() {
    return Integer.parseInt(
        postgres
            .database()
            .column(
                "select floor(extract(epoch from now() - scanned_until) / 60)::int from holdfast.signal_rules")
            .get(0));
  }
}
