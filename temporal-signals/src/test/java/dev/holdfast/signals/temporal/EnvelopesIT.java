package dev.holdfast.signals.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.holdfast.core.signal.ClaimedLane;
import dev.holdfast.core.signal.WorkflowKey;
import dev.holdfast.signals.FakeTime;
import dev.holdfast.signals.deliver.Delivery;
import dev.holdfast.signals.fake.Fault;
import dev.holdfast.signals.fake.SignalSeen;
import dev.holdfast.signals.transport.Envelopes;
import dev.holdfast.signals.transport.Envelopes.Way;
import dev.holdfast.testkit.Await;
import io.grpc.Status;
import io.temporal.api.common.v1.Payload;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who gets envelopes, before the first one and after. */
class EnvelopesIT {
  @RegisterExtension static final FakedTemporal TEMPORAL = new FakedTemporal();
  @RegisterExtension static final RealOutbox OUTBOX = new RealOutbox();

  private static final Duration VERIFY = Duration.ofSeconds(30);
  private static final String QUERY = "QueryWorkflow";
  private static final String DESCRIBE = "DescribeWorkflowExecution";

  private final FakeTime time = new FakeTime(passed -> {});
  private final EnvelopesHeard heard = new EnvelopesHeard();
  private final TemporalEnvelopes envelopes =
      new TemporalEnvelopes(List.of("default"), TEMPORAL.channels, VERIFY, time, time, heard);

  @AfterEach
  void workersAnswerForThemselves() {
    TEMPORAL.fake.answerQueries(null);
    TEMPORAL.fake.refuseQueries(null);
    TEMPORAL.fake.holdQueries(CompletableFuture.completedFuture(null));
    TEMPORAL.fake.faults(signal -> Fault.NONE);
  }

  private static WorkflowKey recorder(String queue) throws InterruptedException {
    return TEMPORAL.answering(queue);
  }

  private Way way(WorkflowKey workflow, long next) {
    return Await.result(
        envelopes.way(
            new ClaimedLane(workflow, 1, next, "source", 0, 0, Duration.ZERO, null, List.of())));
  }

  private static long asked(String method) {
    return TEMPORAL.fake.methods().stream().filter(name -> name.endsWith("/" + method)).count();
  }

  private static Payload answer(String encoding, String text) {
    return Payload.newBuilder()
        .putMetadata("encoding", ByteString.copyFromUtf8(encoding))
        .setData(ByteString.copyFromUtf8(text))
        .build();
  }

  @Test
  void aWatermarkThatDoesNotMoveIsAnAlarmAndNoEnvelopesForThatKindOfWorkerForAnHour()
      throws Exception {
    TEMPORAL.work("stuck", true);
    WorkflowKey workflow = recorder("stuck");
    WorkflowKey alike = recorder("stuck");
    assertThat(way(workflow, 1)).isEqualTo(Way.TOGETHER);
    assertThat(way(alike, 1)).isEqualTo(Way.TOGETHER);
    envelopes.delivered(workflow, "source", 5);
    time.pass(VERIFY.minusSeconds(1));
    assertThat(heard.distrusted).isEmpty();

    time.pass(Duration.ofSeconds(1));
    RealOutbox.until(() -> !heard.distrusted.isEmpty());

    assertThat(heard.distrusted).containsExactly("default/stuck/Recorder");
    assertThat(way(workflow, 6)).isEqualTo(Way.ONE_BY_ONE);
    assertThat(way(alike, 6)).isEqualTo(Way.ONE_BY_ONE);
    time.pass(Duration.ofMinutes(59));
    assertThat(way(recorder("stuck"), 1)).isEqualTo(Way.ONE_BY_ONE);
    time.pass(Duration.ofMinutes(2));
    assertThat(way(recorder("stuck"), 1)).isEqualTo(Way.TOGETHER);
  }

  @Test
  void aWorkerThatNoLongerKnowsEnvelopesIsAnAlarm() throws Exception {
    TEMPORAL.work("rolled back", true);
    WorkflowKey workflow = recorder("rolled back");
    assertThat(way(workflow, 1)).isEqualTo(Way.TOGETHER);
    TEMPORAL.fake.refuseQueries(
        Status.INVALID_ARGUMENT
            .withDescription("Unknown query type: holdfast_signals")
            .asRuntimeException());
    envelopes.delivered(workflow, "source", 5);

    time.pass(VERIFY);
    RealOutbox.until(() -> !heard.distrusted.isEmpty());

    assertThat(heard.distrusted).containsExactly("default/rolled back/Recorder");
    assertThat(way(workflow, 6)).isEqualTo(Way.ONE_BY_ONE);
  }

  @Test
  void aWorkerThatCannotReplayTheWorkflowProvesNothing() throws Exception {
    TEMPORAL.work("broken", true);
    WorkflowKey workflow = recorder("broken");
    assertThat(way(workflow, 1)).isEqualTo(Way.TOGETHER);
    TEMPORAL.fake.refuseQueries(
        Status.INVALID_ARGUMENT.withDescription("failure during replay").asRuntimeException());
    envelopes.delivered(workflow, "source", 5);

    time.pass(VERIFY);
    RealOutbox.until(() -> way(workflow, 6) == Way.ONE_BY_ONE);

    assertThat(heard.distrusted).isEmpty();
    TEMPORAL.fake.refuseQueries(null);
    assertThat(way(recorder("broken"), 1)).isEqualTo(Way.TOGETHER);
  }

  @Test
  void aRunThatHasEndedProvesNothing() throws Exception {
    TEMPORAL.work("ended", true);
    WorkflowStub ended = TEMPORAL.started("ended");
    WorkflowKey workflow = TemporalBase.key(ended);
    TEMPORAL.awaitAnswer(workflow);
    assertThat(way(workflow, 1)).isEqualTo(Way.TOGETHER);
    envelopes.delivered(workflow, "source", 5);
    ended.terminate("before it was handled");
    TEMPORAL.fake.refuseQueries(
        Status.INVALID_ARGUMENT
            .withDescription("Unknown query type: holdfast_signals")
            .asRuntimeException());
    long before = asked(DESCRIBE);

    time.pass(VERIFY);
    RealOutbox.until(() -> asked(DESCRIBE) == before + 1);
    TEMPORAL.fake.refuseQueries(null);

    WorkflowKey alike = recorder("ended");
    RealOutbox.until(() -> way(alike, 1) == Way.TOGETHER);
    assertThat(heard.distrusted).isEmpty();
  }

  @Test
  void whoIsSilentWhenABatchIsToBeProvenIsAskedAgain() throws Exception {
    TEMPORAL.work("slow", true);
    WorkflowKey workflow = recorder("slow");
    assertThat(way(workflow, 1)).isEqualTo(Way.TOGETHER);
    envelopes.delivered(workflow, "source", 5);
    TEMPORAL.fake.refuseQueries(Status.UNAVAILABLE.asRuntimeException());
    int planned = time.planned();

    time.pass(VERIFY);
    RealOutbox.until(() -> time.planned() == planned);
    assertThat(heard.distrusted).isEmpty();
    TEMPORAL.fake.refuseQueries(null);

    time.pass(VERIFY);
    RealOutbox.until(() -> !heard.distrusted.isEmpty());
    assertThat(heard.distrusted).containsExactly("default/slow/Recorder");
  }

  @Test
  void whatAnEarlierRunTookApartTheNextDoesNotKnowAndThatIsNoAlarm() throws Exception {
    TEMPORAL.work("again", true);
    WorkflowStub first = TEMPORAL.started("again");
    WorkflowKey workflow = TemporalBase.key(first);
    TEMPORAL.awaitAnswer(workflow);
    assertThat(way(workflow, 1)).isEqualTo(Way.TOGETHER);
    envelopes.delivered(workflow, "source", 5);
    first.terminate("the next run does not continue it");
    TEMPORAL.started("again", workflow.workflowId());
    TEMPORAL.awaitAnswer(workflow);
    long before = asked(DESCRIBE);

    time.pass(VERIFY);
    RealOutbox.until(() -> way(workflow, 6) == Way.TOGETHER && asked(DESCRIBE) == before + 2);

    assertThat(heard.distrusted).isEmpty();
    envelopes.delivered(workflow, "source", 6);
    time.pass(VERIFY);
    RealOutbox.until(() -> !heard.distrusted.isEmpty());
  }

  @Test
  void aWatermarkThatReachesTheBatchIsNoAlarm() throws Exception {
    TEMPORAL.work("well", true);
    WorkflowKey workflow = recorder("well");
    way(workflow, 1);
    TEMPORAL.fake.answerQueries(answer("json/plain", "{\"watermarks\":{\"source\":9}}"));
    envelopes.delivered(workflow, "source", 5);
    envelopes.delivered(workflow, "source", 9);
    long before = asked(QUERY);

    time.pass(VERIFY);
    RealOutbox.until(() -> asked(QUERY) == before + 1);

    assertThat(way(workflow, 10)).isEqualTo(Way.TOGETHER);
    assertThat(heard.distrusted).isEmpty();
  }

  @Test
  void anAnswerThatCannotBeReadIsNeitherTrustedNorDistrusted() throws Exception {
    TEMPORAL.work("sealed", true);
    for (Payload sealed :
        List.of(
            answer("binary/encrypted", "{\"watermarks\":{}}"),
            answer("json/plain", "{\"ciphertext\":\"x\"}"),
            answer("json/plain", "\u0000\u0001"))) {
      WorkflowKey workflow = recorder("sealed");
      TEMPORAL.fake.answerQueries(sealed);
      assertThat(way(workflow, 1)).isEqualTo(Way.ONE_BY_ONE);
      TEMPORAL.fake.answerQueries(null);
      time.pass(Duration.ofSeconds(31));
      assertThat(way(workflow, 1)).isEqualTo(Way.TOGETHER);

      TEMPORAL.fake.answerQueries(sealed);
      envelopes.delivered(workflow, "source", 5);
      long before = asked(DESCRIBE);
      time.pass(VERIFY);
      RealOutbox.until(() -> way(workflow, 1) == Way.ONE_BY_ONE && asked(DESCRIBE) == before + 1);

      assertThat(heard.distrusted).isEmpty();
      TEMPORAL.fake.answerQueries(null);
    }
  }

  @Test
  void aWatermarkAheadOfAllThatWasDeliveredMakesTheNextClaimAsk() throws Exception {
    TEMPORAL.work("ahead", true);
    WorkflowKey workflow = recorder("ahead");
    assertThat(way(workflow, 1)).isEqualTo(Way.TOGETHER);
    TEMPORAL.fake.answerQueries(answer("json/plain", "{\"watermarks\":{\"source\":9000}}"));
    assertThat(way(workflow, 6)).isEqualTo(Way.TOGETHER);
    envelopes.delivered(workflow, "source", 5);

    time.pass(VERIFY);
    RealOutbox.until(() -> way(workflow, 6) == Way.NEW_EPOCH);

    assertThat(way(workflow, 9001)).isEqualTo(Way.TOGETHER);
    assertThat(heard.distrusted).isEmpty();
  }

  @Test
  void theFirstBatchWaitsForTheAnswerOfTheWorker() throws Exception {
    TEMPORAL.work("asked", true);
    WorkflowKey workflow = recorder("asked");
    var answered = new CompletableFuture<Void>();
    TEMPORAL.fake.holdQueries(answered);
    OUTBOX.accept(workflow, 0, 20);
    long before = asked(QUERY);
    Delivery delivery = new Chain(TEMPORAL, OUTBOX, List.of("default/asked")).started();
    RealOutbox.until(() -> asked(QUERY) > before);

    assertThat(TEMPORAL.fake.seen(workflow.workflowId())).isEmpty();
    answered.complete(null);
    OUTBOX.finish(workflow);

    assertThat(TEMPORAL.notes(workflow)).isEqualTo(RealOutbox.notes(20));
    assertThat(TEMPORAL.fake.seen(workflow.workflowId()))
        .extracting(SignalSeen::name)
        .containsExactly(Envelopes.NAME, "finish");
    Await.result(delivery.stop());
  }

  @Test
  void aQueryThatIsLostIsAskedOnceMore() throws Exception {
    TEMPORAL.work("forgetful", true);
    WorkflowKey workflow = recorder("forgetful");
    long before = asked(QUERY);
    TEMPORAL.fake.holdQueries(new CompletableFuture<>());
    CompletionStage<Way> way =
        envelopes.way(
            new ClaimedLane(workflow, 1, 1, "source", 0, 0, Duration.ZERO, null, List.of()));
    RealOutbox.until(() -> asked(QUERY) > before);
    TEMPORAL.fake.holdQueries(CompletableFuture.completedFuture(null));

    assertThat(Await.result(way)).isEqualTo(Way.TOGETHER);
    assertThat(asked(QUERY)).isEqualTo(before + 2);
  }

  @Test
  void whereNobodyAnswersSignalsGoOneByOneUntilSomebodyDoes() throws Exception {
    TEMPORAL.work("silent", true);
    WorkflowKey workflow = recorder("silent");
    TEMPORAL.fake.holdQueries(new CompletableFuture<>());
    assertThat(way(workflow, 1)).isEqualTo(Way.ONE_BY_ONE);
    assertThat(heard.unanswered).containsExactly("default/silent/Recorder");
    TEMPORAL.fake.holdQueries(CompletableFuture.completedFuture(null));
    long before = asked(QUERY);
    assertThat(way(workflow, 1)).isEqualTo(Way.ONE_BY_ONE);
    assertThat(asked(QUERY)).as("no lane waits for the next question").isEqualTo(before);

    time.pass(Duration.ofSeconds(1));
    RealOutbox.until(() -> way(workflow, 1) == Way.TOGETHER);

    assertThat(heard.unanswered).hasSize(1);
  }

  @Test
  void aWorkerThatSaysNoIsNotAskedAgainForHalfAMinute() throws Exception {
    TEMPORAL.work("plain", false);
    WorkflowKey workflow = recorder("plain");
    assertThat(way(workflow, 1)).isEqualTo(Way.ONE_BY_ONE);
    long before = asked(QUERY);

    time.pass(Duration.ofSeconds(29));
    assertThat(way(workflow, 1)).isEqualTo(Way.ONE_BY_ONE);
    assertThat(asked(QUERY)).isEqualTo(before);
    assertThat(heard.unanswered).isEmpty();

    time.pass(Duration.ofSeconds(2));
    assertThat(way(workflow, 1)).isEqualTo(Way.ONE_BY_ONE);
    assertThat(asked(QUERY)).isEqualTo(before + 1);
  }

  @Test
  void aBatchThatAWorkerLosesIsAnAlarmAndTheNextSignalsGoOneByOne() throws Exception {
    TEMPORAL.work("losing", true);
    WorkflowKey workflow = recorder("losing");
    TEMPORAL.fake.script(Fault.Lost.SIGNAL);
    OUTBOX.accept(workflow, 0, 20);
    var chain = new Chain(TEMPORAL, OUTBOX, List.of("default/losing"));
    Delivery delivery = chain.started();

    RealOutbox.until(() -> !chain.heard.distrusted.isEmpty());
    OUTBOX.accept(workflow, 20, 3);
    OUTBOX.finish(workflow);

    assertThat(TEMPORAL.notes(workflow)).containsExactly("20", "21", "22");
    assertThat(chain.heard.distrusted).containsExactly("default/losing/Recorder");
    assertThat(TEMPORAL.fake.seen(workflow.workflowId()))
        .extracting(SignalSeen::name)
        .containsExactly(Envelopes.NAME, "note", "note", "note", "finish");
    Await.result(delivery.stop());
  }
}
