package dev.holdfast.signals.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.signal.WorkflowKey;
import dev.holdfast.signals.deliver.Delivery;
import dev.holdfast.signals.transport.CallOutcome;
import dev.holdfast.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From the outbox in a real Postgres to a workflow on a real Temporal server. */
class ChainIT {
  @RegisterExtension static final RealTemporal TEMPORAL = new RealTemporal();
  @RegisterExtension static final RealOutbox OUTBOX = new RealOutbox();

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  private static WorkflowKey recorder(String queue, boolean unwrapping) {
    TEMPORAL.work(queue, unwrapping);
    return TemporalBase.key(TEMPORAL.started(queue));
  }

  private static Chain chain(String... rules) {
    return new Chain(TEMPORAL, OUTBOX, List.of(rules));
  }

  @Test
  void aThousandSignalsAreFewEventsWithEnvelopesAndInOrder() throws Exception {
    WorkflowKey workflow = recorder("enveloped", true);
    OUTBOX.accept(workflow, 0, 1_000);
    Delivery delivery = chain("default/enveloped/Recorder").delivery();

    delivery.start();
    OUTBOX.finish(workflow);

    assertThat(TEMPORAL.notes(workflow, LIMIT)).isEqualTo(numbers(1_000));
    assertThat(TEMPORAL.signals(workflow)).hasSizeLessThanOrEqualTo(20);
    Await.result(delivery.stop());
  }

  @Test
  void withoutTheInterceptorSignalsAreOrdinaryAndInOrder() throws Exception {
    WorkflowKey workflow = recorder("ordinary", false);
    OUTBOX.accept(workflow, 0, 200);
    Delivery delivery = chain("default/ordinary").delivery();

    delivery.start();
    OUTBOX.finish(workflow);

    assertThat(TEMPORAL.notes(workflow, LIMIT)).isEqualTo(numbers(200));
    assertThat(TEMPORAL.signals(workflow)).hasSize(201);
    Await.result(delivery.stop());
  }

  @Test
  void envelopesAreNotSentWhereNobodyWantsThem() throws Exception {
    WorkflowKey workflow = recorder("other", true);
    OUTBOX.accept(workflow, 0, 10);
    Delivery delivery = chain("default/enveloped").delivery();

    delivery.start();
    OUTBOX.finish(workflow);

    assertThat(TEMPORAL.notes(workflow, LIMIT)).isEqualTo(numbers(10));
    assertThat(TEMPORAL.signals(workflow)).hasSize(11);
    Await.result(delivery.stop());
  }

  @Test
  void nothingIsLostWhenACopyOfTheDatabaseIsPutBack() throws Exception {
    WorkflowKey workflow = recorder("restored", true);
    OUTBOX.accept(workflow, 0, 10);
    Delivery before = chain("default/restored").delivery();
    before.start();
    RealOutbox.until(() -> TEMPORAL.signals(workflow).size() == 1);
    Await.result(before.stop());
    OUTBOX.giveSequencesAgain();
    OUTBOX.accept(workflow, 10, 10);

    Delivery after = chain("default/restored").delivery();
    after.start();
    OUTBOX.finish(workflow);

    assertThat(TEMPORAL.notes(workflow, LIMIT)).isEqualTo(numbers(20));
    assertThat(TEMPORAL.signals(workflow)).hasSize(3);
    Await.result(after.stop());
  }

  @Test
  void nothingIsLostWhenACopyOfTheDatabaseIsPutBackUnderARunningDelivery() throws Exception {
    WorkflowKey workflow = recorder("replaced", true);
    OUTBOX.accept(workflow, 0, 10);
    Delivery delivery = chain("default/replaced").delivery();
    delivery.start();
    RealOutbox.until(() -> TEMPORAL.signals(workflow).size() == 1);

    OUTBOX.giveSequencesAgain();
    OUTBOX.accept(workflow, 10, 10);
    OUTBOX.finish(workflow);

    assertThat(TEMPORAL.notes(workflow, LIMIT)).isEqualTo(numbers(20));
    Await.result(delivery.stop());
  }

  @Test
  void nothingIsLostOrRepeatedWhenADeliveryDiesAfterItsCallAndAnotherTakesOver() throws Exception {
    for (String rule : List.of("default/taken", "nowhere")) {
      WorkflowKey workflow = recorder("taken", true);
      OUTBOX.accept(workflow, 0, 300);
      var calls = new AtomicInteger();
      Chain dying = chain(rule);
      dying.between =
          (call, next) ->
              calls.getAndIncrement() == 0
                  ? next.get().thenCompose(sent -> new CompletableFuture<CallOutcome>())
                  : next.get();
      dying.delivery().start();
      RealOutbox.until(() -> calls.get() > 0);
      dying.die();
      OUTBOX.accept(workflow, 300, 100);

      Delivery second = chain(rule).delivery();
      second.start();
      OUTBOX.finish(workflow);

      assertThat(TEMPORAL.notes(workflow, LIMIT)).as(rule).isEqualTo(numbers(400));
      Await.result(second.stop());
    }
  }
}
