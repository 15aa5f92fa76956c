package dev.holdfast.signals.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.signal.SignalPriority;
import dev.holdfast.core.signal.WorkflowKey;
import dev.holdfast.signals.deliver.Delivery;
import dev.holdfast.signals.fake.Fault;
import dev.holdfast.signals.fake.SignalSeen;
import dev.holdfast.signals.route.Routed;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.gen.SignalBuilder;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Signals that Temporal applies without saying so. */
class LostAnswersIT {
  @RegisterExtension static final FakedTemporal TEMPORAL = new FakedTemporal();
  @RegisterExtension static final RealOutbox OUTBOX = new RealOutbox();

  private static final int USUAL_BYTES = 2 << 20;

  @AfterEach
  void nothingGoesWrong() {
    TEMPORAL.fake.faults(signal -> Fault.NONE);
    TEMPORAL.fake.mostBytes(USUAL_BYTES);
  }

  private static Delivery started(String... rules) {
    return new Chain(TEMPORAL, OUTBOX, List.of(rules)).started();
  }

  @Test
  void theSameCallIsRepeatedAndArrivesOnce() throws Exception {
    for (Fault.Lost lost : List.of(Fault.Lost.ACKNOWLEDGEMENT, Fault.Lost.ANSWER)) {
      WorkflowKey workflow = TEMPORAL.recorder("once-" + lost, false);
      OUTBOX.accept(workflow, 0, 3);
      TEMPORAL.fake.script(Fault.NONE, lost, lost);

      Delivery delivery = started();
      OUTBOX.finish(workflow);

      assertThat(TEMPORAL.notes(workflow)).isEqualTo(RealOutbox.notes(3));
      List<SignalSeen> seen = TEMPORAL.fake.seen(workflow.workflowId());
      assertThat(seen).hasSize(6);
      assertThat(seen.subList(1, 4)).containsOnly(seen.get(1));
      assertThat(seen.get(0)).isNotEqualTo(seen.get(1));
      assertThat(TEMPORAL.signals(workflow)).hasSize(4);
      Await.result(delivery.stop());
    }
  }

  @Test
  void theSameEnvelopeIsRepeatedAndArrivesOnce() throws Exception {
    WorkflowKey workflow = TEMPORAL.recorder("enveloped", true);
    OUTBOX.accept(workflow, 0, 20);
    TEMPORAL.fake.script(Fault.Lost.ACKNOWLEDGEMENT);

    Delivery delivery = started("default/enveloped");
    OUTBOX.finish(workflow);

    assertThat(TEMPORAL.notes(workflow)).isEqualTo(RealOutbox.notes(20));
    List<SignalSeen> seen = TEMPORAL.fake.seen(workflow.workflowId());
    assertThat(seen).hasSize(3);
    assertThat(seen.get(1)).isEqualTo(seen.get(0));
    assertThat(TEMPORAL.signals(workflow)).hasSize(2);
    Await.result(delivery.stop());
  }

  @Test
  void whatIsSplitAfterwardsKeepsItsNumbersSoThatNoHandlerSeesItTwice() throws Exception {
    WorkflowKey workflow = TEMPORAL.recorder("split", true);
    OUTBOX.accept(workflow, 0, 20);
    TEMPORAL.fake.faults(LostAnswersIT::appliedThenTooLarge);

    Delivery delivery = started("default/split");
    RealOutbox.until(() -> TEMPORAL.fake.seen(workflow.workflowId()).size() >= 4);
    OUTBOX.accept(workflow, 20, 5);
    OUTBOX.finish(workflow);

    assertThat(TEMPORAL.notes(workflow)).isEqualTo(RealOutbox.notes(25));
    List<SignalSeen> seen = TEMPORAL.fake.seen(workflow.workflowId());
    assertThat(seen.get(1)).isEqualTo(seen.get(0));
    assertThat(seen.stream().map(SignalSeen::requestId).distinct().count()).isEqualTo(5);
    Await.result(delivery.stop());
  }

  /** The call is applied and nobody hears of it; from the next on only smaller ones are taken. */
  private static Fault appliedThenTooLarge(SignalSeen first) {
    TEMPORAL.fake.faults(
        second -> {
          TEMPORAL.fake.mostBytes(second.payloads().size() * 2 / 3);
          TEMPORAL.fake.faults(signal -> Fault.NONE);
          return Fault.NONE;
        });
    return Fault.Lost.ACKNOWLEDGEMENT;
  }

  @Test
  void aCriticalSignalIsQueuedUnderItsRequestIdAndArrivesOnce() throws Exception {
    WorkflowKey workflow = TEMPORAL.recorder("critical", false);
    TEMPORAL.fake.script(Fault.Lost.ACKNOWLEDGEMENT);
    var chain = new Chain(TEMPORAL, OUTBOX, List.of());
    var signal = SignalBuilder.signal("note").to(workflow).with("\"0\"");

    Routed routed =
        Await.result(chain.send(signal.priority(SignalPriority.CRITICAL).key("k").build()));
    Delivery delivery = chain.started();
    OUTBOX.finish(workflow);

    assertThat(routed).isInstanceOf(Routed.Queued.class);
    assertThat(TEMPORAL.notes(workflow)).isEqualTo(RealOutbox.notes(1));
    List<SignalSeen> seen = TEMPORAL.fake.seen(workflow.workflowId());
    assertThat(seen.get(1)).isEqualTo(seen.get(0));
    assertThat(TEMPORAL.signals(workflow)).hasSize(2);
    Await.result(delivery.stop());
  }
}
