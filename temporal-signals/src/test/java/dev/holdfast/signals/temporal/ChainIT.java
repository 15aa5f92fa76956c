package dev.holdfast.signals.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.signal.WorkflowKey;
import dev.holdfast.signals.deliver.Delivery;
import dev.holdfast.signals.transport.CallOutcome;
import dev.holdfast.testkit.Await;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From the outbox in a real Postgres to a workflow on a real Temporal server. */
class ChainIT {
  @RegisterExtension static final RealTemporal TEMPORAL = new RealTemporal();
  @RegisterExtension static final RealOutbox OUTBOX = new RealOutbox();

  private static Chain chain(String... rules) {
    return new Chain(TEMPORAL, OUTBOX, List.of(rules));
  }

  @Test
  void aThousandSignalsAreFewEventsWithEnvelopesAndInOrder() throws Exception {
    WorkflowKey workflow = TEMPORAL.recorder("enveloped", true);
    OUTBOX.accept(workflow, 0, 1_000);

    Delivery delivery = chain("default/enveloped/Recorder").started();
    OUTBOX.finish(workflow);

    assertThat(TEMPORAL.notes(workflow)).isEqualTo(RealOutbox.notes(1_000));
    assertThat(TEMPORAL.signals(workflow)).hasSizeLessThanOrEqualTo(20);
    Await.result(delivery.stop());
  }

  @Test
  void withoutTheInterceptorSignalsAreOrdinaryAndInOrder() throws Exception {
    WorkflowKey workflow = TEMPORAL.recorder("ordinary", false);
    OUTBOX.accept(workflow, 0, 200);

    Chain chain = chain("default/ordinary");
    Delivery delivery = chain.started();
    OUTBOX.finish(workflow);

    assertThat(TEMPORAL.notes(workflow)).isEqualTo(RealOutbox.notes(200));
    assertThat(TEMPORAL.signals(workflow)).hasSize(201);
    assertThat(chain.heard.unanswered).as("who has no interceptor says so").isEmpty();
    Await.result(delivery.stop());
  }

  @Test
  void envelopesAreNotSentWhereNobodyWantsThem() throws Exception {
    WorkflowKey workflow = TEMPORAL.recorder("other", true);
    OUTBOX.accept(workflow, 0, 10);

    Delivery delivery = chain("default/enveloped").started();
    OUTBOX.finish(workflow);

    assertThat(TEMPORAL.notes(workflow)).isEqualTo(RealOutbox.notes(10));
    assertThat(TEMPORAL.signals(workflow)).hasSize(11);
    Await.result(delivery.stop());
  }

  /** A delivery whose worker has an envelope with the first ten signals. */
  private static Delivery tenArrived(WorkflowKey workflow, String rule) throws Exception {
    OUTBOX.accept(workflow, 0, 10);
    Delivery delivery = chain(rule).started();
    RealOutbox.until(() -> TEMPORAL.signals(workflow).size() == 1);
    return delivery;
  }

  @Test
  void nothingIsLostWhenACopyOfTheDatabaseIsPutBack() throws Exception {
    WorkflowKey workflow = TEMPORAL.recorder("restored", true);
    Await.result(tenArrived(workflow, "default/restored").stop());
    OUTBOX.giveSequencesAgain();
    OUTBOX.accept(workflow, 10, 10);

    Delivery after = chain("default/restored").started();
    OUTBOX.finish(workflow);

    assertThat(TEMPORAL.notes(workflow)).isEqualTo(RealOutbox.notes(20));
    assertThat(TEMPORAL.signals(workflow)).hasSize(3);
    Await.result(after.stop());
  }

  @Test
  void nothingIsLostWhenACopyOfTheDatabaseIsPutBackUnderARunningDelivery() throws Exception {
    WorkflowKey workflow = TEMPORAL.recorder("replaced", true);
    Delivery delivery = tenArrived(workflow, "default/replaced");

    OUTBOX.giveSequencesAgain();
    OUTBOX.accept(workflow, 10, 10);
    OUTBOX.finish(workflow);

    assertThat(TEMPORAL.notes(workflow)).isEqualTo(RealOutbox.notes(20));
    Await.result(delivery.stop());
  }

  @Test
  void nothingIsLostWhenACopyOfTheDatabaseIsPutBackAndNobodyWantsEnvelopes() throws Exception {
    OUTBOX.giveEverythingAgain();
    WorkflowKey workflow = TEMPORAL.recorder("copied", false);
    OUTBOX.accept(workflow, 0, 10);
    Delivery delivery = chain("nowhere").started();
    RealOutbox.until(() -> TEMPORAL.signals(workflow).size() == 10);
    Await.result(delivery.stop());
    OUTBOX.giveEverythingAgain();
    OUTBOX.accept(workflow, 10, 10);

    Delivery after = chain("nowhere").started();
    OUTBOX.finish(workflow);

    assertThat(TEMPORAL.notes(workflow)).isEqualTo(RealOutbox.notes(20));
    Await.result(after.stop());
  }

  @Test
  void aWorkerThatIsReplacedByOneWithoutTheInterceptorIsAnAlarm() throws Exception {
    WorkerFactory former = TEMPORAL.work("replaced worker", true);
    WorkflowKey workflow = TEMPORAL.answering("replaced worker");
    Chain chain = chain("default/replaced worker");
    Delivery delivery = chain.started();
    OUTBOX.accept(workflow, 0, 10);
    RealOutbox.until(() -> TEMPORAL.signals(workflow).size() == 1);
    former.shutdownNow();
    TEMPORAL.work("replaced worker", false);
    OUTBOX.accept(workflow, 10, 10);

    RealOutbox.until(() -> !chain.heard.distrusted.isEmpty());

    assertThat(chain.heard.distrusted).containsExactly("default/replaced worker/Recorder");
    OUTBOX.accept(workflow, 20, 10);
    OUTBOX.finish(workflow);
    assertThat(TEMPORAL.notes(workflow))
        .endsWith(RealOutbox.notes(30).subList(20, 30).toArray(String[]::new));
    Await.result(delivery.stop());
  }

  @Test
  void nothingIsLostOrRepeatedWhenADeliveryDiesAfterItsCallAndAnotherTakesOver() throws Exception {
    for (String rule : List.of("default/taken", "nowhere")) {
      WorkflowKey workflow = TEMPORAL.recorder("taken", true);
      OUTBOX.accept(workflow, 0, 300);
      var calls = new AtomicInteger();
      Chain dying = new Chain(TEMPORAL, OUTBOX, List.of(rule), Duration.ofSeconds(4));
      dying.between =
          (call, next) ->
              calls.getAndIncrement() == 0
                  ? next.get().thenCompose(sent -> new CompletableFuture<CallOutcome>())
                  : next.get();
      dying.delivery().start();
      RealOutbox.until(() -> calls.get() > 0);
      dying.die();
      OUTBOX.accept(workflow, 300, 100);

      Delivery second = chain(rule).started();
      OUTBOX.finish(workflow);

      assertThat(TEMPORAL.notes(workflow)).as(rule).isEqualTo(RealOutbox.notes(400));
      Await.result(second.stop());
    }
  }
}
