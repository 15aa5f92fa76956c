package dev.holdfast.postgres.progress;

import static dev.holdfast.testkit.gen.Fixtures.place;
import static dev.holdfast.testkit.gen.Fixtures.put;
import static dev.holdfast.testkit.gen.Fixtures.root;
import static dev.holdfast.testkit.gen.Fixtures.thread;
import static dev.holdfast.testkit.gen.Fixtures.writes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.model.PendingWrite;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.core.progress.SignalRule;
import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.Stores;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Of which threads workflows are told because they do not move. */
final class StrandedIT {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  @SuppressWarnings("NullAway.Init")
  private Stores stores;

  @SuppressWarnings("NullAway.Init")
  private Watch watch;

  @BeforeEach
  void begin() {
    stores = POSTGRES.empty();
    watch = new Watch(POSTGRES, stores);
    watch.began(60);
  }

  @Test
  void aThreadThatStoppedWithWorkPendingIsToldOfOnce() {
    watch.pending("t");
    watch.age("t", 15);

    watch.run();
    watch.run();

    assertThat(watch.told()).containsExactly("watch-t");
  }

  @Test
  void whatMovedLaterThanTheRuleSaysIsNotToldOfYet() {
    watch.pending("t");
    watch.age("t", 9);

    watch.run();
    assertThat(watch.told()).isEmpty();
    watch.age("t", 2);
    watch.began(20);
    watch.run();

    assertThat(watch.told()).containsExactly("watch-t");
  }

  @Test
  void whatAsksIsFinishedOrIsNotLangGraphsIsNotToldOf() {
    watch.pending("asks");
    watch.done(
        writes(root("asks"), "c1").add("a", PendingWrite.INTERRUPT, "__interrupt__", "").build());
    watch.done(put(root("finished"), "c1").empty("branch:to:a", 1).build());
    watch.done(put(root("other"), "c1").value("a", 1, "").build());
    watch.done(put(place("inner", "sub:1"), "c1").value("branch:to:a", 1, "").build());
    List.of("asks", "finished", "other", "inner").forEach(thread -> watch.age(thread, 15));

    watch.run();

    assertThat(watch.told()).isEmpty();
  }

  @Test
  void aRuleThatIsNewBeginsNow() {
    POSTGRES.database().execute("delete from holdfast.signal_rules");
    Await.result(watch.stopped.rules(List.of("rule")));
    watch.pending("t");
    watch.age("t", 15);

    watch.run();

    assertThat(watch.told()).isEmpty();
    assertThat(watch.looked()).isZero();
  }

  @Test
  void aRuleThatStaysGoesOnAndOneThatWentBeginsAnew() {
    Await.result(watch.stopped.rules(List.of("other", "rule")));
    assertThat(POSTGRES.database().column("select name from holdfast.signal_rules order by 1"))
        .containsExactly("other", "rule");
    assertThat(
            POSTGRES
                .database()
                .column(
                    "select name from holdfast.signal_rules where scanned_until < now() - interval '59 minutes'"))
        .containsExactly("rule");

    Await.result(watch.stopped.rules(List.of()));
    Await.result(watch.stopped.rules(List.of("rule")));

    assertThat(watch.looked()).isZero();
  }

  @Test
  void aRuleThatAnotherReplicaForgotBeginsAnew() {
    Await.result(watch.stopped.rules(List.of()));

    watch.run();

    assertThat(watch.looked()).isZero();
  }

  @Test
  void aThreadThatStrandsAgainIsToldOfAgain() {
    watch.pending("t");
    watch.age("t", 30);
    watch.run();

    watch.done(put(root("t"), "c2").value("branch:to:b", 2, "").build());
    watch.run();
    assertThat(watch.told()).hasSize(1);
    POSTGRES
        .database()
        .execute(
            "update holdfast.records set created_at = now() - interval '15 minutes' where checkpoint_id = 'c2'");
    watch.began(20);
    watch.run();

    assertThat(watch.told()).containsExactly("watch-t", "watch-t");
  }

  @Test
  void writesOfASubgraphAreMovement() {
    watch.pending("t");
    watch.age("t", 15);
    watch.done(writes(place("t", "sub:1"), "c9").add("a", 0, "a", "").build());

    watch.run();

    assertThat(watch.told()).isEmpty();
  }

  @Test
  void aThreadThatHasMovedMeanwhileIsNotToldOfYet() {
    watch.pending("t");
    watch.age("t", 15);

    runWhile(thread -> watch.done(writes(root("t"), "c1").add("a", 0, "a", "").build()));

    assertThat(watch.told()).isEmpty();
  }

  /** Something happens to each thread after it was found and before it is looked at. */
  private void runWhile(Consumer<ThreadKey> happens) {
    var scan =
        watch.scan(
            thread ->
                CompletableFuture.runAsync(() -> happens.accept(thread))
                    .thenCompose(happened -> watch.heads.find(thread)),
            watch::accept);
    while (Await.result(scan.run(Watch.RULE))) {}
  }

  @Test
  void aThreadThatWasDeletedIsNotToldOf() {
    watch.pending("t");
    watch.age("t", 15);
    Await.result(stores.threads().delete(thread("t"), null));

    watch.run();

    assertThat(watch.told()).isEmpty();
  }

  @Test
  void aThreadThatWasBegunAnewMeanwhileIsNotToldOf() {
    watch.pending("t");
    watch.age("t", 15);

    runWhile(
        thread -> {
          Await.result(stores.threads().delete(thread, null));
          watch.pending("t");
        });

    assertThat(watch.told()).isEmpty();
  }

  @Test
  void onlyThreadsOfTheRuleAreToldOf() {
    watch.pending("order-1");
    watch.pending("t-order-1");
    watch.age("order-1", 15);
    watch.age("t-order-1", 15);
    var rule =
        new SignalRule(
            "rule",
            Watch.RULE.when(),
            Watch.RULE.after(),
            "order-",
            "default",
            "{thread_id}",
            "s",
            Watch.RULE.priority(),
            null);

    while (Await.result(watch.scan().run(rule))) {}

    assertThat(watch.told()).containsExactly("order-1");
  }
}
