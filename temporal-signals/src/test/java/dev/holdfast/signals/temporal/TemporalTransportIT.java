package dev.holdfast.signals.temporal;

import static dev.holdfast.testkit.gen.SignalBuilder.signal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.signal.Signal;
import dev.holdfast.core.signal.SignalPriority;
import dev.holdfast.core.signal.StartSpec;
import dev.holdfast.core.signal.WorkflowKey;
import dev.holdfast.signals.lane.Calls;
import dev.holdfast.signals.transport.CallOutcome;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.gen.Fixtures;
import dev.holdfast.testkit.temporal.TemporalCli;
import dev.holdfast.testkit.temporal.TemporalDevServer;
import io.temporal.api.common.v1.Payload;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls to a real Temporal server. */
class TemporalTransportIT {
  @RegisterExtension static final RealTemporal TEMPORAL = new RealTemporal();

  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final int LIMIT_OF_SIGNALS = 10_000;

  private final TemporalTransport transport = TEMPORAL.transport();

  private static WorkflowKey unknown() {
    return new WorkflowKey(Fixtures.TENANT, "default", "unknown-" + UUID.randomUUID());
  }

  private static WorkflowKey started() {
    return TemporalBase.key(TEMPORAL.started("nobody"));
  }

  private CallOutcome send(Signal signal, String requestId) {
    return Await.result(transport.send(Calls.of(signal, requestId), DEADLINE));
  }

  private CallOutcome send(Signal signal) {
    return send(signal, UUID.randomUUID().toString());
  }

  @Test
  void aSignalArrivesAsItIsWithItsHeaders() {
    WorkflowKey workflow = started();

    assertThat(
            send(signal("note").to(workflow).with("\"grüße\"", "2").header("h", "\"x\"").build()))
        .isEqualTo(CallOutcome.DELIVERED);

    var event = TEMPORAL.signals(workflow).get(0).getWorkflowExecutionSignaledEventAttributes();
    assertThat(event.getSignalName()).isEqualTo("note");
    assertThat(event.getIdentity()).isEqualTo("holdfast-test");
    assertThat(event.getInput().getPayloadsList())
        .extracting(payload -> payload.getData().toStringUtf8())
        .containsExactly("\"grüße\"", "2");
    Payload header = event.getHeader().getFieldsOrThrow("h");
    assertThat(header.getData().toStringUtf8()).isEqualTo("\"x\"");
    assertThat(header.getMetadataOrThrow("encoding").toStringUtf8()).isEqualTo("json/plain");
  }

  @Test
  void bothChannelsDeliver() {
    WorkflowKey workflow = started();

    assertThat(send(signal("1").to(workflow).build())).isEqualTo(CallOutcome.DELIVERED);
    assertThat(send(signal("2").to(workflow).priority(SignalPriority.CRITICAL).build()))
        .isEqualTo(CallOutcome.DELIVERED);
    assertThat(TEMPORAL.signals(workflow)).hasSize(2);
  }

  @Test
  void aRequestIdThatIsRepeatedIsOneEventAlsoAfterTheWorkflowHasEnded() {
    WorkflowStub stub = TEMPORAL.started("nobody");
    WorkflowKey workflow = TemporalBase.key(stub);
    Signal signal = signal("1").to(workflow).build();

    assertThat(send(signal, "r")).isEqualTo(CallOutcome.DELIVERED);
    assertThat(send(signal, "r")).isEqualTo(CallOutcome.DELIVERED);
    assertThat(TEMPORAL.signals(workflow)).hasSize(1);
    stub.terminate("over");
    assertThat(send(signal, "r")).isEqualTo(CallOutcome.DELIVERED);
  }

  @Test
  void whatIsNotThereIsTold() {
    assertThat(send(signal("1").to(unknown()).build())).isEqualTo(CallOutcome.WORKFLOW_NOT_FOUND);
    var nowhere = new WorkflowKey(Fixtures.TENANT, "nowhere", "w");
    assertThat(send(signal("1").to(nowhere).build())).isEqualTo(CallOutcome.NAMESPACE_NOT_FOUND);
    WorkflowStub stub = TEMPORAL.started("nobody");
    stub.terminate("over");
    assertThat(send(signal("1").to(TemporalBase.key(stub)).build()))
        .isEqualTo(CallOutcome.WORKFLOW_NOT_FOUND);
    String run = UUID.randomUUID().toString();
    assertThat(send(signal("1").to(started()).run(run).build()))
        .isEqualTo(CallOutcome.WORKFLOW_NOT_FOUND);
    assertThat(send(signal("1").to(started()).run("no run id").build()))
        .isEqualTo(CallOutcome.REFUSED);
  }

  @Test
  void whatIsTooLargeIsToldInEitherForm() {
    WorkflowKey workflow = started();

    assertThat(send(signal("1").to(workflow).bytes(2_200_000).build()))
        .isEqualTo(CallOutcome.TOO_LARGE);
    assertThat(send(signal("1").to(workflow).bytes(5_000_000).build()))
        .isEqualTo(CallOutcome.TOO_LARGE);
    assertThat(send(signal("1").to(workflow).bytes(1 << 20).build()))
        .isEqualTo(CallOutcome.DELIVERED);
  }

  @Test
  void aWorkflowIsStartedByASignalIfItDoesNotRun() {
    WorkflowKey workflow = unknown();
    var once = new StartSpec("Recorder", "nobody", StartSpec.IdReuse.REJECT_DUPLICATE, List.of());
    Signal signal = signal("1").to(workflow).starting(once).build();

    assertThat(send(signal, "a")).isEqualTo(CallOutcome.DELIVERED);
    assertThat(send(signal, "a")).isEqualTo(CallOutcome.DELIVERED);
    assertThat(send(signal, "b")).isEqualTo(CallOutcome.DELIVERED);
    assertThat(TEMPORAL.signals(workflow)).hasSize(2);
    TEMPORAL.client.newUntypedWorkflowStub(workflow.workflowId()).terminate("over");
    assertThat(send(signal, "c")).isEqualTo(CallOutcome.REFUSED);
  }

  @Test
  void theLimitOfSignalsOfARunIsTold() throws Exception {
    WorkflowKey workflow = started();
    var free = new Semaphore(64);
    CompletableFuture<?>[] calls = new CompletableFuture<?>[LIMIT_OF_SIGNALS];
    for (int i = 0; i < LIMIT_OF_SIGNALS; i++) {
      free.acquire();
      calls[i] =
          transport
              .send(Calls.of(signal("s").to(workflow).build(), "r" + i), DEADLINE)
              .toCompletableFuture()
              .whenComplete((outcome, failure) -> free.release());
    }
    CompletableFuture.allOf(calls).join();
    assertThat(calls).allMatch(call -> call.join() == CallOutcome.DELIVERED);

    assertThat(send(signal("one more").to(workflow).build())).isEqualTo(CallOutcome.SIGNAL_LIMIT);
  }

  @Test
  void aTemporalThatIsAwayIsUncertainAtOnceAndCalledAgainSoonAfterItIsBack() throws Exception {
    try (var server = TemporalDevServer.inMemory(TemporalCli.find().orElseThrow());
        var channels =
            new TemporalChannels(
                new TemporalAddress(server.target(), false, null, null, null, null))) {
      var away = new TemporalTransport(channels, "test");
      Signal signal = signal("1").to(unknown()).build();
      assertThat(Await.result(away.send(Calls.of(signal, "r"), DEADLINE)))
          .isEqualTo(CallOutcome.WORKFLOW_NOT_FOUND);
      server.kill();

      for (int i = 0; i < 20; i++) {
        long begun = System.nanoTime();
        assertThat(Await.result(away.send(Calls.of(signal, "r"), DEADLINE)))
            .isEqualTo(CallOutcome.UNCERTAIN);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        Thread.sleep(100); // it is away for longer than a client waits at first to connect again
      }
      server.restart();
      long back = System.nanoTime();
      while (Await.result(away.send(Calls.of(signal, "r"), DEADLINE))
          != CallOutcome.WORKFLOW_NOT_FOUND) {
        assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(Duration.ofSeconds(20));
        Thread.sleep(50); // nobody tells when it is back
      }
    }
  }
}
