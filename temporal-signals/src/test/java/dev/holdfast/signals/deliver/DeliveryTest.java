package dev.holdfast.signals.deliver;

import static dev.holdfast.testkit.gen.SignalBuilder.signal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.signal.SignalOutbox;
import dev.holdfast.core.signal.SignalPriority;
import dev.holdfast.core.signal.SignalState;
import dev.holdfast.signals.FakeEnvelopes;
import dev.holdfast.signals.transport.CallOutcome;
import dev.holdfast.signals.transport.Envelopes;
import dev.holdfast.signals.transport.SignalCall;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.gen.Fixtures;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What is sent, in which order, by whom. */
class DeliveryTest {
  private final Rig rig = new Rig(false);

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  @Test
  void whatWaitsIsSentOneAfterTheOther() {
    long first = rig.accept(signal("1").with("7").header("h", "1").run("r"));
    rig.accept(signal("2").run("r"));

    rig.delivery().start();

    assertThat(rig.temporal.names()).containsExactly("1", "2");
    SignalCall call = rig.temporal.calls.get(0);
    assertThat(call.input())
        .isEqualTo(new SignalCall.Input.Arguments(signal("1").with("7").build().arguments()));
    assertThat(call.headers()).containsOnlyKeys("h");
    assertThat(call.runId()).isEqualTo("r");
    assertThat(call.critical()).isFalse();
    assertThat(rig.temporal.requestIds())
        .allMatch(id -> id.startsWith("hf-"))
        .doesNotHaveDuplicates();
    assertThat(rig.state(first)).isEqualTo(SignalState.DELIVERED);
  }

  @Test
  void aSecondCallOfALaneIsMadeWhenTheFirstIsAnswered() {
    rig.accept(signal("1"));
    rig.accept(signal("2"));
    rig.temporal.silence();
    rig.delivery().start();
    rig.time.pass(seconds(2));

    assertThat(rig.temporal.names()).containsExactly("1");
    rig.temporal.speak();
    assertThat(rig.temporal.names()).containsExactly("1", "2");
  }

  @Test
  void aBackgroundSignalPassesAnEndlessStreamOfHighOnesAfterAWhile() {
    var single = new SignalOutbox.LaneLimits(1, 1 << 20, seconds(5));
    rig.accept(signal("background").priority(SignalPriority.BACKGROUND));
    rig.accept(signal("high").priority(SignalPriority.HIGH));
    rig.temporal.rule(
        call -> {
          rig.time.pass(seconds(1));
          if (rig.temporal.calls.size() < 100) {
            rig.accept(signal("high").priority(SignalPriority.HIGH));
          }
          return CallOutcome.DELIVERED;
        });

    rig.delivery(rig.outbox, 64, single).start();
    rig.time.pass(seconds(200));

    assertThat(rig.temporal.names()).hasSize(101).contains("background");
    assertThat(rig.temporal.names().indexOf("background")).isBetween(10, 25);
  }

  @Test
  void lanesDoNotWaitForEachOther() {
    rig.accept(signal("1").to("a"));
    rig.accept(signal("2").to("b"));
    rig.temporal.silence();

    rig.delivery().start();

    assertThat(rig.temporal.names()).containsExactlyInAnyOrder("1", "2");
  }

  @Test
  void anEnvelopeIsOneCallWithTheStoredBytes() {
    var enveloped = new Rig(true);
    enveloped.accept(signal("1"));
    enveloped.accept(signal("2"));

    enveloped.delivery().start();

    assertThat(enveloped.temporal.names()).containsExactly(Envelopes.NAME);
    assertThat(enveloped.temporal.calls.get(0).input())
        .isEqualTo(new SignalCall.Input.Encoded(FakeEnvelopes.bytes(1, "1", "2")));
    assertThat(enveloped.envelopes.delivered).containsExactly("epoch1/default 2");
  }

  @Test
  void aQuestionAboutOneLaneKeepsNoOtherWaiting() {
    rig.accept(signal("asked"));
    var answer = new CompletableFuture<Envelopes.Way>();
    rig.envelopes.way = answer;
    rig.delivery().start();
    rig.envelopes.way = CompletableFuture.completedFuture(Envelopes.Way.ONE_BY_ONE);
    rig.accept(signal("known").to("b"));
    rig.time.pass(seconds(1));

    assertThat(rig.temporal.names()).containsExactly("known");
    answer.complete(Envelopes.Way.ONE_BY_ONE);
    assertThat(rig.temporal.names()).containsExactly("known", "asked");
  }

  @Test
  void moreLanesThanOneDeliveryMayHaveAreAllDelivered() {
    for (int i = 0; i < 50; i++) {
      rig.accept(signal("s").to("w" + i));
    }

    rig.delivery(rig.outbox, 4).start();

    assertThat(rig.temporal.calls).hasSize(50);
  }

  @Test
  void moreLanesThanOneDeliveryMayHaveNeedNoPollWhenOthersEnd() {
    for (int i = 0; i < 8; i++) {
      rig.accept(signal("s").to("w" + i));
    }
    rig.temporal.silence();
    rig.delivery(rig.outbox, 4).start();
    assertThat(rig.temporal.calls).hasSize(4);

    rig.temporal.speak();

    assertThat(rig.temporal.calls).hasSize(8);
  }

  @Test
  void whatHasNoTimeLeftBeforeTheLeaseEndsIsLeftToTheNextClaim() {
    for (int i = 1; i <= 6; i++) {
      rig.accept(signal("" + i));
    }
    rig.temporal.rule(
        call -> {
          rig.time.pass(seconds(3));
          return CallOutcome.DELIVERED;
        });
    var delivery = rig.delivery();

    delivery.wake();

    assertThat(rig.temporal.names()).containsExactly("1", "2", "3", "4", "5", "6");
    assertThat(rig.temporal.deadlines)
        .allSatisfy(deadline -> assertThat(deadline).isEqualTo(Rig.CALL));
  }

  @Test
  void anotherReplicaSendsTheSameCallWhenOneStopsBetweenFormingAndSettling() {
    var enveloped = new Rig(true);
    long id = enveloped.accept(signal("1"));
    enveloped.accept(signal("2"));
    enveloped.temporal.silence();
    enveloped.delivery().start(); // and is never heard of again
    enveloped.accept(signal("first").priority(SignalPriority.HIGH));
    enveloped.time.pass(Rig.LEASE.minusSeconds(1));
    assertThat(enveloped.temporal.calls).hasSize(1);
    enveloped.temporal.rule(call -> CallOutcome.DELIVERED);
    var abandoned = List.copyOf(enveloped.temporal.open);
    enveloped.temporal.speak();
    assertThat(abandoned).hasSize(1);

    assertThat(enveloped.state(id)).isEqualTo(SignalState.DELIVERED);
  }

  @Test
  void aCrashBetweenFormingAndSettlingRepeatsTheCall() {
    var enveloped = new Rig(true);
    long id = enveloped.accept(signal("1"));
    enveloped.accept(signal("2"));
    var dying = enveloped.delivery(new DyingOutbox(enveloped.outbox), 64);
    dying.wake();
    enveloped.accept(signal("first").priority(SignalPriority.HIGH));
    Await.result(enveloped.outbox.renewEpoch());
    enveloped.time.pass(Rig.LEASE);

    enveloped.delivery().wake();

    assertThat(enveloped.temporal.calls).hasSize(3);
    assertThat(enveloped.temporal.calls.get(1)).isEqualTo(enveloped.temporal.calls.get(0));
    assertThat(enveloped.state(id)).isEqualTo(SignalState.DELIVERED);
  }

  @Test
  void aCrashAndANewEpochDoNotChangeTheRequestIdsOfOrdinarySignals() {
    rig.accept(signal("1"));
    rig.delivery(new DyingOutbox(rig.outbox), 64).wake();
    Await.result(rig.outbox.renewEpoch());
    rig.time.pass(Rig.LEASE);

    rig.delivery().wake();

    assertThat(rig.temporal.calls).hasSize(2);
    assertThat(rig.temporal.requestIds().get(1)).isEqualTo(rig.temporal.requestIds().get(0));
  }

  @Test
  void aStatementThatFailsIsToldAndCostsNothingButTheLease() {
    for (String statement : List.of("claim", "form", "settle")) {
      var each = new Rig(false);
      long id = each.accept(signal("1"));
      each.delivery(new DyingOutbox(each.outbox, statement), 64).wake();
      assertThat(each.failed).containsExactly(statement);
      each.time.pass(Rig.LEASE);

      each.delivery().wake();

      assertThat(each.state(id)).isEqualTo(SignalState.DELIVERED);
      assertThat(each.failed).hasSize(1);
    }
  }

  @Test
  void aLaneThatCannotBeFormedKeepsNobodyElseWaitingAndNoPlace() {
    var enveloped = new Rig(true);
    enveloped.envelopes.fails = "poison";
    enveloped.accept(signal("poison").to("bad"));
    enveloped.accept(signal("1").to("good"));
    Delivery delivery = enveloped.delivery(enveloped.outbox, 2);
    delivery.start();
    enveloped.time.pass(Rig.LEASE.multipliedBy(3));
    assertThat(enveloped.failed).contains("form", "form", "form").containsOnly("form");

    enveloped.accept(signal("2").to("good"));
    enveloped.time.pass(seconds(1));

    assertThat(enveloped.temporal.calls).hasSize(2);
    enveloped.envelopes.fails = "";
    enveloped.time.pass(Rig.LEASE);
    assertThat(enveloped.temporal.calls).hasSize(3);
  }

  @Test
  void whatWasTakenBackAfterTheClaimIsNotSent() {
    long id = rig.accept(signal("1"));
    rig.accept(signal("2"));
    var answer = new CompletableFuture<Envelopes.Way>();
    rig.envelopes.way = answer;
    rig.delivery().start();
    Await.result(rig.outbox.desk().cancel(Fixtures.TENANT, id));
    rig.envelopes.way = CompletableFuture.completedFuture(Envelopes.Way.ONE_BY_ONE);

    answer.complete(Envelopes.Way.ONE_BY_ONE);
    rig.time.pass(seconds(1));

    assertThat(rig.temporal.names()).containsExactly("2");
  }

  @Test
  void aWorkerThatIsAheadOfTheLaneMakesANewEpochBegin() {
    var enveloped = new Rig(true);
    var together = enveloped.envelopes.way;
    enveloped.accept(signal("1"));
    var ahead = new CompletableFuture<Envelopes.Way>();
    enveloped.envelopes.way = ahead;
    enveloped.delivery().start();
    enveloped.envelopes.way = together;

    ahead.complete(Envelopes.Way.NEW_EPOCH);

    assertThat(enveloped.temporal.calls).hasSize(1);
    assertThat(enveloped.temporal.requestIds()).containsExactly("hf-epoch2/default-1001+1");
  }
}
