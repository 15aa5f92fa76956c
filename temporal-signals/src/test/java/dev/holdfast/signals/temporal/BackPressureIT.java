package dev.holdfast.signals.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.signal.SignalPriority;
import dev.holdfast.core.signal.WorkflowKey;
import dev.holdfast.signals.deliver.Delivery;
import dev.holdfast.signals.fake.Fault;
import dev.holdfast.signals.guard.GuardLimits;
import dev.holdfast.signals.route.Routed;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.gen.SignalBuilder;
import io.temporal.api.enums.v1.ResourceExhaustedCause;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A Temporal that takes no more, does not answer, or denies. */
class BackPressureIT {
  @RegisterExtension static final FakedTemporal TEMPORAL = new FakedTemporal();
  @RegisterExtension static final RealOutbox OUTBOX = new RealOutbox();

  private static final Duration OPEN = Duration.ofMillis(500);
  private static final Duration PARKED = Duration.ofSeconds(1);
  private static final GuardLimits GUARD =
      new GuardLimits(8, 8, 10, 0.5, OPEN, 2, PARKED, Duration.ofSeconds(20));

  private final Chain chain = new Chain(TEMPORAL, OUTBOX, List.of(), GUARD);
  private final Delivery delivery = chain.delivery();

  @AfterEach
  void nothingGoesWrong() {
    TEMPORAL.fake.faults(signal -> Fault.NONE);
    Await.result(delivery.stop());
    chain.die();
  }

  private static WorkflowKey workflow() {
    return TemporalBase.key(TEMPORAL.started("nobody"));
  }

  private static int calls(WorkflowKey workflow) {
    return TEMPORAL.fake.seen(workflow.workflowId()).size();
  }

  private static int arrived(WorkflowKey workflow) {
    return TEMPORAL.signals(workflow).size();
  }

  private Routed critical(WorkflowKey workflow) {
    var signal = SignalBuilder.signal("critical").to(workflow).priority(SignalPriority.CRITICAL);
    return Await.result(chain.send(signal.build()));
  }

  @Test
  void aBusyWorkflowBacksOffAloneAndTheBreakerStaysClosed() throws Exception {
    WorkflowKey busy = workflow();
    WorkflowKey other = workflow();
    Fault isBusy = Fault.exhausted(ResourceExhaustedCause.RESOURCE_EXHAUSTED_CAUSE_BUSY_WORKFLOW);
    TEMPORAL.fake.faults(
        signal -> signal.workflowId().equals(busy.workflowId()) ? isBusy : Fault.NONE);
    OUTBOX.accept(busy, 0, 1);
    delivery.start();
    RealOutbox.until(() -> calls(busy) >= 2);
    for (int i = 0; i < 10; i++) {
      OUTBOX.accept(other, i, 1);
      int enough = i + 1;
      RealOutbox.until(() -> arrived(other) == enough);
    }
    RealOutbox.until(() -> calls(busy) >= 6);

    assertThat(arrived(busy)).isZero();
    assertThat(chain.guarded).isEmpty();
    TEMPORAL.fake.faults(signal -> Fault.NONE);
    RealOutbox.until(() -> arrived(busy) == 1);
    assertThat(chain.died).isEmpty();
  }

  @Test
  void anyOtherCauseThrottlesTheBulkOfTheNamespaceAndCriticalSignalsAskStill() throws Exception {
    for (ResourceExhaustedCause cause :
        List.of(
            ResourceExhaustedCause.RESOURCE_EXHAUSTED_CAUSE_RPS_LIMIT,
            ResourceExhaustedCause.RESOURCE_EXHAUSTED_CAUSE_CONCURRENT_LIMIT,
            ResourceExhaustedCause.RESOURCE_EXHAUSTED_CAUSE_SYSTEM_OVERLOADED,
            ResourceExhaustedCause.RESOURCE_EXHAUSTED_CAUSE_PERSISTENCE_LIMIT,
            ResourceExhaustedCause.RESOURCE_EXHAUSTED_CAUSE_APS_LIMIT)) {
      var throttled = new Chain(TEMPORAL, OUTBOX, List.of(), GUARD);
      Delivery slow = throttled.delivery();
      WorkflowKey bulk = workflow();
      WorkflowKey urgent = workflow();
      TEMPORAL.fake.script(Fault.exhausted(cause));
      OUTBOX.accept(bulk, 0, 3);
      slow.start();
      RealOutbox.until(() -> !throttled.guarded.isEmpty());
      assertThat(throttled.guarded.get(0)).as(cause.name()).isEqualTo("at once 4");

      var signal = SignalBuilder.signal("critical").to(urgent).priority(SignalPriority.CRITICAL);
      assertThat(Await.result(throttled.send(signal.build()))).isInstanceOf(Routed.Delivered.class);
      assertThat(calls(urgent)).isEqualTo(1);
      RealOutbox.until(() -> arrived(bulk) == 3);
      assertThat(throttled.guarded).doesNotContain("OPEN");
      assertThat(throttled.died).isEmpty();
      Await.result(slow.stop());
      throttled.die();
    }
  }

  @Test
  void aCriticalSignalThatIsThrottledIsQueuedAndArrives() throws Exception {
    WorkflowKey workflow = workflow();
    TEMPORAL.fake.script(
        Fault.exhausted(ResourceExhaustedCause.RESOURCE_EXHAUSTED_CAUSE_RPS_LIMIT));

    assertThat(critical(workflow)).isInstanceOf(Routed.Queued.class);
    delivery.start();
    RealOutbox.until(() -> arrived(workflow) == 1);

    var seen = TEMPORAL.fake.seen(workflow.workflowId());
    assertThat(seen).hasSize(2).containsOnly(seen.get(0));
  }

  @Test
  void theBreakerOpensWhenNobodyKnowsWhatArrivedAndClosesByItself() throws Exception {
    List<WorkflowKey> workflows = IntStream.range(0, 20).mapToObj(i -> workflow()).toList();
    TEMPORAL.fake.faults(signal -> Fault.Lost.ACKNOWLEDGEMENT);
    workflows.forEach(workflow -> OUTBOX.accept(workflow, 0, 1));
    delivery.start();
    RealOutbox.until(() -> chain.guarded.contains("OPEN"));

    WorkflowKey urgent = workflow();
    RealOutbox.until(
        () -> {
          int before = calls(urgent);
          return critical(urgent) instanceof Routed.Queued && calls(urgent) == before;
        });
    TEMPORAL.fake.faults(signal -> Fault.NONE);

    RealOutbox.until(() -> workflows.stream().allMatch(workflow -> arrived(workflow) == 1));
    RealOutbox.until(() -> chain.guarded.get(chain.guarded.size() - 1).equals("CLOSED"));
    RealOutbox.until(() -> arrived(urgent) >= 1);
    assertThat(workflows).allMatch(workflow -> arrived(workflow) == 1);
    assertThat(chain.died).isEmpty();
  }

  @Test
  void aDeniedNamespaceIsParkedAndNothingOfItIsLost() throws Exception {
    List<WorkflowKey> workflows = IntStream.range(0, 10).mapToObj(i -> workflow()).toList();
    TEMPORAL.fake.faults(signal -> Fault.denied());
    workflows.forEach(workflow -> OUTBOX.accept(workflow, 0, 2));
    int before = TEMPORAL.fake.seen().size();
    delivery.start();
    RealOutbox.until(() -> chain.guarded.contains("parked"));
    RealOutbox.until(() -> TEMPORAL.fake.seen().size() >= before + 12);

    assertThat(chain.died).isEmpty();
    assertThat(chain.guarded).doesNotContain("OPEN", "not parked");
    TEMPORAL.fake.faults(signal -> Fault.NONE);
    RealOutbox.until(() -> workflows.stream().allMatch(workflow -> arrived(workflow) == 2));
    assertThat(chain.guarded).contains("not parked");
    assertThat(chain.died).isEmpty();
  }
}
