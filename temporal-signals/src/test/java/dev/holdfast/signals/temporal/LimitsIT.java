package dev.holdfast.signals.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.signal.AcceptedSignal;
import dev.holdfast.core.signal.WorkflowKey;
import dev.holdfast.signals.deliver.Delivery;
import dev.holdfast.signals.fake.SignalSeen;
import dev.holdfast.signals.transport.Envelopes;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.gen.Fixtures;
import dev.holdfast.testkit.gen.SignalBuilder;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Limits of Temporal: signals of a run, bytes of a signal, namespaces that there are. */
class LimitsIT {
  @RegisterExtension static final FakedTemporal TEMPORAL = new FakedTemporal();
  @RegisterExtension static final RealOutbox OUTBOX = new RealOutbox();

  private static final int USUAL_BYTES = 2 << 20;
  private static final int USUAL_SIGNALS = 10_000;

  private final Chain chain = new Chain(TEMPORAL, OUTBOX, List.of("default/enveloped"));
  private final Delivery delivery = chain.delivery();

  @AfterEach
  void limitsAreAsUsual() {
    TEMPORAL.fake.mostBytes(USUAL_BYTES);
    TEMPORAL.fake.mostSignals(USUAL_SIGNALS);
    Await.result(delivery.stop());
    chain.die();
  }

  private static WorkflowKey enveloped() throws InterruptedException {
    return TEMPORAL.recorder("enveloped", true);
  }

  private static void accept(SignalBuilder signal) {
    var accepted = new AcceptedSignal(signal.build(), null, Duration.ZERO, false);
    Await.result(OUTBOX.open().write(List.of(accepted)));
  }

  @Test
  void whatDoesNotFitIntoARunEndsInDeadLettersWithTheReason() throws Exception {
    TEMPORAL.fake.mostSignals(10);
    WorkflowKey workflow = TemporalBase.key(TEMPORAL.started("nobody"));
    OUTBOX.accept(workflow, 0, 15);

    delivery.start();
    RealOutbox.until(() -> chain.died.size() == 5);

    assertThat(chain.died).isEqualTo(Collections.nCopies(5, "note signal-limit"));
    assertThat(TEMPORAL.signals(workflow)).hasSize(10);
  }

  @Test
  void inEnvelopesMoreSignalsArriveThanARunMayHave() throws Exception {
    TEMPORAL.fake.mostSignals(10);
    WorkflowKey workflow = enveloped();
    OUTBOX.accept(workflow, 0, 2_000);

    delivery.start();
    OUTBOX.finish(workflow);

    assertThat(TEMPORAL.notes(workflow)).isEqualTo(RealOutbox.notes(2_000));
    assertThat(chain.died).isEmpty();
    List<SignalSeen> batches =
        TEMPORAL.fake.seen(workflow.workflowId()).stream()
            .filter(signal -> signal.name().equals(Envelopes.NAME))
            .toList();
    assertThat(batches).allMatch(batch -> size(batch) <= RealOutbox.LIMITS.signals());
    assertThat(batches.stream().mapToInt(LimitsIT::size).max()).hasValue(500);
  }

  private static int size(SignalSeen batch) {
    return Integer.parseInt(batch.requestId().substring(batch.requestId().lastIndexOf('+') + 1));
  }

  @Test
  void bytesAreCountedBeforeTheyAreSent() throws Exception {
    WorkflowKey workflow = enveloped();
    String much = "x".repeat(100_000);
    for (int i = 0; i < 25; i++) {
      accept(SignalBuilder.signal("note").to(workflow).with("\"" + i + much + "\""));
    }

    delivery.start();
    OUTBOX.finish(workflow);

    assertThat(TEMPORAL.notes(workflow)).hasSize(25);
    assertThat(TEMPORAL.fake.seen(workflow.workflowId()))
        .allMatch(signal -> signal.payloads().size() < RealOutbox.LIMITS.bytes() + 1_000)
        .anyMatch(signal -> signal.payloads().size() > 200_000);
    assertThat(chain.died).isEmpty();
  }

  @Test
  void oneSignalThatIsTooLargeIsADeadLetterAndThoseBesideItArrive() throws Exception {
    TEMPORAL.fake.mostBytes(4_000);
    String much = "x".repeat(5_000);
    for (boolean together : new boolean[] {true, false}) {
      String queue = together ? "enveloped" : "ordinary";
      WorkflowKey workflow = TEMPORAL.recorder(queue, true);
      OUTBOX.accept(workflow, 0, 7);
      accept(SignalBuilder.signal("large").to(workflow).with("\"" + much + "\""));
      OUTBOX.accept(workflow, 7, 9);

      delivery.start();
      OUTBOX.finish(workflow);

      assertThat(TEMPORAL.notes(workflow)).as(queue).isEqualTo(RealOutbox.notes(16));
      assertThat(chain.died).containsOnly("large too-large");
    }
    assertThat(chain.died).hasSize(2);
  }

  @Test
  void aNamespaceThatIsNotThereIsToldAsSuch() throws Exception {
    accept(SignalBuilder.signal("lost").to(new WorkflowKey(Fixtures.TENANT, "absent", "w")));

    delivery.start();
    RealOutbox.until(() -> !chain.died.isEmpty());

    assertThat(chain.died).containsExactly("lost namespace-not-found");
  }
}
