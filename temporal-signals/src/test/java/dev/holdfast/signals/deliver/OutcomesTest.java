package dev.holdfast.signals.deliver;

import static dev.holdfast.testkit.gen.SignalBuilder.signal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.signal.DeadReason;
import dev.holdfast.core.signal.SignalPriority;
import dev.holdfast.core.signal.SignalState;
import dev.holdfast.signals.FakeEnvelopes;
import dev.holdfast.signals.transport.CallOutcome;
import dev.holdfast.signals.transport.SignalCall;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.gen.Fixtures;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The table of outcomes of ADR 7, row by row. */
class OutcomesTest {
  private final Rig rig = new Rig(false);
  private final Rig enveloped = new Rig(true);

  private static SignalCall.Input encoded(long first, String... names) {
    return new SignalCall.Input.Encoded(FakeEnvelopes.bytes(first, names));
  }

  @Test
  void whatMaySucceedLaterIsTheSameCallAgainAfterAPauseThatGrows() {
    for (CallOutcome outcome :
        List.of(
            CallOutcome.UNCERTAIN,
            CallOutcome.BUSY,
            CallOutcome.THROTTLED,
            CallOutcome.NOT_CALLED)) {
      var rig = new Rig(true);
      long id = rig.accept(signal("1"));
      rig.temporal.answer(outcome, outcome);
      rig.delivery().start();
      rig.accept(signal("2"));

      rig.time.pass(Duration.ofMillis(95));
      assertThat(rig.temporal.calls).as(outcome.text()).hasSize(1);
      assertThat(rig.state(id)).isEqualTo(SignalState.FORMED);
      rig.time.pass(Duration.ofMillis(15));
      assertThat(rig.temporal.calls).hasSize(2);
      rig.time.pass(Duration.ofMillis(150));
      assertThat(rig.temporal.calls).hasSize(2);
      rig.time.pass(Duration.ofMillis(25));

      assertThat(rig.temporal.calls).hasSize(4);
      assertThat(rig.temporal.calls.subList(0, 3)).containsOnly(rig.temporal.calls.get(0));
      assertThat(rig.status(id).attempts()).isEqualTo(3);
      assertThat(rig.state(id)).isEqualTo(SignalState.DELIVERED);
    }
  }

  @Test
  void thoseBehindAnUncertainOneWaitForIt() {
    rig.accept(signal("1"));
    rig.accept(signal("2"));
    rig.temporal.answer(CallOutcome.UNCERTAIN);
    rig.delivery().start();
    rig.time.pass(Duration.ofSeconds(1));

    assertThat(rig.temporal.names()).containsExactly("1", "1", "2");
    assertThat(rig.temporal.requestIds().get(1)).isEqualTo(rig.temporal.requestIds().get(0));
  }

  @Test
  void oneLaneThatIsBusyKeepsNoOtherWaiting() {
    rig.accept(signal("1").to("a"));
    rig.accept(signal("2").to("b"));
    rig.temporal.answer(CallOutcome.BUSY);

    rig.delivery().start();

    assertThat(rig.temporal.names()).containsExactlyInAnyOrder("1", "2");
  }

  @Test
  void whatIsDeniedIsTriedAgainAfterHalfAMinute() {
    long id = rig.accept(signal("1"));
    rig.temporal.answer(CallOutcome.DENIED);
    rig.delivery().start();
    rig.time.pass(Duration.ofSeconds(29));

    assertThat(rig.temporal.calls).hasSize(1);
    rig.time.pass(Duration.ofSeconds(2));
    assertThat(rig.state(id)).isEqualTo(SignalState.DELIVERED);
  }

  @Test
  void whatIsRefusedIsADeadLetterWithItsReasonAndThoseBehindItPass() {
    for (Map.Entry<CallOutcome, DeadReason> row :
        Map.of(
                CallOutcome.TOO_LARGE, DeadReason.TOO_LARGE,
                CallOutcome.SIGNAL_LIMIT, DeadReason.SIGNAL_LIMIT,
                CallOutcome.WORKFLOW_NOT_FOUND, DeadReason.WORKFLOW_NOT_FOUND,
                CallOutcome.NAMESPACE_NOT_FOUND, DeadReason.NAMESPACE_NOT_FOUND,
                CallOutcome.REFUSED, DeadReason.REFUSED)
            .entrySet()) {
      var rig = new Rig(false);
      long dead = rig.accept(signal("1"));
      long next = rig.accept(signal("2"));
      rig.temporal.answer(row.getKey());

      rig.delivery().start();

      assertThat(rig.state(dead)).isEqualTo(SignalState.DEAD);
      assertThat(rig.status(dead).reason()).isEqualTo(row.getValue());
      assertThat(rig.died).containsExactly("1 " + row.getValue().text());
      assertThat(rig.state(next)).isEqualTo(SignalState.DELIVERED);
      assertThat(rig.temporal.calls).hasSize(2);
    }
  }

  @Test
  void aRefusedEnvelopeIsOneDeadLetterForEachSignal() {
    enveloped.accept(signal("1"));
    enveloped.accept(signal("2"));
    enveloped.temporal.answer(CallOutcome.WORKFLOW_NOT_FOUND);

    enveloped.delivery().start();

    assertThat(enveloped.died).containsExactly("1 workflow-not-found", "2 workflow-not-found");
  }

  @Test
  void anEnvelopeThatIsTooLargeIsSentInPartsThatKeepTheirNumbers() {
    List<Long> ids = List.of("1", "2", "3", "4").stream().map(this::enveloped).toList();
    enveloped.temporal.answer(CallOutcome.TOO_LARGE, CallOutcome.TOO_LARGE);

    enveloped.delivery().start();

    assertThat(enveloped.temporal.calls.stream().map(SignalCall::input))
        .containsExactly(
            encoded(1, "1", "2", "3", "4"),
            encoded(1, "1", "2"),
            encoded(1, "1"),
            encoded(2, "2", "3"),
            encoded(4, "4"));
    assertThat(enveloped.temporal.requestIds()).doesNotHaveDuplicates();
    assertThat(ids).allMatch(id -> enveloped.state(id) == SignalState.DELIVERED);
    assertThat(enveloped.envelopes.delivered)
        .containsExactly("epoch1/default 1", "epoch1/default 3", "epoch1/default 4");
    assertThat(enveloped.died).isEmpty();
  }

  private long enveloped(String name) {
    return enveloped.accept(signal(name));
  }

  @Test
  void whatIsLeftOfASplitKeepsItsNumbersWhenTheServerDoesNotAnswer() {
    List.of("1", "2", "3", "4").forEach(this::enveloped);
    enveloped.temporal.answer(
        CallOutcome.UNCERTAIN,
        CallOutcome.TOO_LARGE,
        CallOutcome.DELIVERED,
        CallOutcome.UNCERTAIN,
        CallOutcome.DELIVERED);
    enveloped.delivery().start();
    enveloped.accept(signal("first").priority(SignalPriority.HIGH));
    Await.result(enveloped.outbox.renewEpoch());
    enveloped.time.pass(Duration.ofSeconds(2));

    var calls = enveloped.temporal.calls;
    assertThat(calls.subList(0, 5).stream().map(SignalCall::input))
        .containsExactly(
            encoded(1, "1", "2", "3", "4"),
            encoded(1, "1", "2", "3", "4"),
            encoded(1, "1", "2"),
            encoded(3, "3", "4"),
            encoded(3, "3", "4"));
    assertThat(calls.get(4)).isEqualTo(calls.get(3));
    assertThat(calls.get(4).requestId()).startsWith("hf-epoch1/");
    assertThat(calls.get(5).requestId()).startsWith("hf-epoch2/");
    assertThat(enveloped.envelopes.delivered.subList(0, 2))
        .containsExactly("epoch1/default 2", "epoch1/default 4");
  }

  @Test
  void oneSignalThatIsTooLargeInItsEnvelopeIsADeadLetterAndTheOthersPass() {
    List.of("1", "2", "3").forEach(this::enveloped);
    enveloped.temporal.answer(CallOutcome.TOO_LARGE, CallOutcome.TOO_LARGE);

    enveloped.delivery().start();

    assertThat(enveloped.died).containsExactly("1 too-large");
    assertThat(enveloped.temporal.calls.get(2).input()).isEqualTo(encoded(2, "2", "3"));
  }

  @Test
  void partsThatHaveNoTimeLeftAreSentByTheNextClaim() {
    List.of("1", "2", "3", "4").forEach(this::enveloped);
    enveloped.temporal.rule(
        call -> {
          enveloped.time.pass(Duration.ofSeconds(5));
          return enveloped.temporal.calls.size() == 1
              ? CallOutcome.TOO_LARGE
              : CallOutcome.DELIVERED;
        });

    enveloped.delivery().wake();

    assertThat(enveloped.temporal.calls.stream().map(SignalCall::input))
        .containsExactly(
            encoded(1, "1", "2", "3", "4"), encoded(1, "1", "2"), encoded(3, "3", "4"));
    assertThat(enveloped.temporal.deadlines)
        .allSatisfy(deadline -> assertThat(deadline).isEqualTo(Rig.CALL));
  }

  @Test
  void aWorkflowThatDoesNotExistYetIsTriedUntilTheGraceIsOver() {
    long id = rig.accept(signal("1").grace(Duration.ofSeconds(3)));
    long behind = rig.accept(signal("2"));
    rig.temporal.rule(
        call -> call.name().equals("1") ? CallOutcome.WORKFLOW_NOT_FOUND : CallOutcome.DELIVERED);
    rig.delivery().start();
    rig.time.pass(Duration.ofMillis(2_900));

    assertThat(rig.temporal.names()).containsExactly("1", "1", "1");
    assertThat(rig.state(id)).isEqualTo(SignalState.QUEUED);
    rig.time.pass(Duration.ofSeconds(2));
    assertThat(rig.state(id)).isEqualTo(SignalState.DEAD);
    assertThat(rig.state(behind)).isEqualTo(SignalState.DELIVERED);
  }

  @Test
  void attemptsAreCountedWhileAWorkflowIsAwaited() {
    long id = rig.accept(signal("1").grace(Duration.ofSeconds(30)));
    long behind = rig.accept(signal("2"));
    rig.temporal.answer(CallOutcome.WORKFLOW_NOT_FOUND, CallOutcome.WORKFLOW_NOT_FOUND);
    rig.delivery().start();
    assertThat(rig.status(id).attempts()).isEqualTo(1);
    rig.time.pass(Duration.ofSeconds(3));

    assertThat(rig.status(id).attempts()).isEqualTo(3);
    assertThat(rig.status(behind).attempts()).isEqualTo(1);
    long enveloped = this.enveloped.accept(signal("1").grace(Duration.ofSeconds(30)));
    long beside = this.enveloped.accept(signal("2"));
    this.enveloped.temporal.answer(CallOutcome.WORKFLOW_NOT_FOUND);
    this.enveloped.delivery().start();
    assertThat(this.enveloped.status(enveloped).attempts()).isEqualTo(1);
    assertThat(this.enveloped.status(beside).attempts()).isEqualTo(1);
  }

  @Test
  void whatExpiresIsToldAsItsDeadLettersAre() {
    var soon = rig.outbox.instant().plusSeconds(2);
    long expired = rig.accept(signal("1").notBefore(soon).expiring(soon));
    rig.accept(signal("2").notBefore(soon).expiring(soon));
    rig.delivery().start();

    rig.time.pass(Duration.ofSeconds(3));

    assertThat(rig.state(expired)).isEqualTo(SignalState.DEAD);
    assertThat(rig.died).containsExactly("default expired 2");
  }

  @Test
  void aWorkflowThatComesWithinTheGraceGetsTheSignal() {
    long id = enveloped.accept(signal("1").grace(Duration.ofSeconds(30)));
    enveloped.accept(signal("2"));
    enveloped.temporal.answer(CallOutcome.WORKFLOW_NOT_FOUND);
    enveloped.delivery().start();
    enveloped.time.pass(Duration.ofSeconds(2));

    assertThat(enveloped.state(id)).isEqualTo(SignalState.DELIVERED);
    assertThat(enveloped.died).isEmpty();
  }

  @Test
  void aDeadLetterThatHoldsKeepsThoseBehindItBackUntilItIsRedriven() {
    for (Rig rig : List.of(this.rig, enveloped)) {
      long held = rig.accept(signal("1").holding());
      long behind = rig.accept(signal("2"));
      rig.temporal.answer(CallOutcome.WORKFLOW_NOT_FOUND);
      rig.delivery().start();
      rig.time.pass(Duration.ofSeconds(30));

      assertThat(rig.state(held)).isEqualTo(SignalState.DEAD);
      assertThat(rig.state(behind)).isEqualTo(SignalState.QUEUED);
      Await.result(rig.outbox.desk().redrive(Fixtures.TENANT, List.of(held)));
      rig.time.pass(Duration.ofSeconds(1));
      assertThat(rig.state(held)).isEqualTo(SignalState.DELIVERED);
      assertThat(rig.state(behind)).isEqualTo(SignalState.DELIVERED);
    }
  }

  @Test
  void aCallThatFailsInAnUnknownWayLeavesTheLaneToTheEndOfItsLease() {
    long id = rig.accept(signal("1"));
    rig.temporal.rule(
        call -> {
          throw new IllegalStateException("a bug");
        });
    var delivery = rig.delivery();
    delivery.start();
    rig.temporal.rule(call -> CallOutcome.DELIVERED);
    rig.time.pass(Rig.LEASE.plusSeconds(1));

    assertThat(rig.state(id)).isEqualTo(SignalState.DELIVERED);
    assertThat(delivery.stop().toCompletableFuture()).isDone();
  }
}
