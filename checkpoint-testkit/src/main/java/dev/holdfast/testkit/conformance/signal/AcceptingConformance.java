package dev.holdfast.testkit.conformance.signal;

import static dev.holdfast.testkit.gen.SignalBuilder.signal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.signal.AcceptedSignal;
import dev.holdfast.core.signal.Signal;
import dev.holdfast.core.signal.SignalDigest;
import dev.holdfast.core.signal.SignalPlace;
import dev.holdfast.core.signal.SignalPriority;
import dev.holdfast.core.signal.SignalState;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.gen.SignalBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told to those whose signals are accepted, and what is kept. */
public abstract class AcceptingConformance extends SignalConformanceBase {

  private static AcceptedSignal due(SignalBuilder signal) {
    return after(Duration.ZERO, signal);
  }

  private static AcceptedSignal delivered(SignalBuilder signal) {
    return new AcceptedSignal(signal.build(), null, Duration.ZERO, true);
  }

  private static Code refusal(Outcome<SignalPlace> outcome) {
    return ((Outcome.Refused<SignalPlace>) outcome).failure().code();
  }

  @Test
  void idsAscendInTheOrderOfTheGroup() {
    var places =
        group(due(signal("1").to("b")), due(signal("2").to("a")), due(signal("3").to("b"))).stream()
            .map(SignalConformanceBase::place)
            .toList();
    var later = accept(signal("4").to("a")).get(0);

    assertThat(places).extracting(SignalPlace::id).isSorted().doesNotHaveDuplicates();
    assertThat(later.id()).isGreaterThan(places.get(2).id());
    assertThat(places).extracting(SignalPlace::state).containsOnly(SignalState.QUEUED);
    assertThat(places).extracting(SignalPlace::before).containsExactly(0L, 0L, 1L);
    assertThat(later.before()).isEqualTo(1);
  }

  @Test
  void everythingThatASignalIsComesBack() {
    Signal sent =
        signal("all")
            .run("run")
            .with("1", "\"grüße \\u0000\"")
            .header("b", "2")
            .header("a", "1")
            .priority(SignalPriority.HIGH)
            .key("key")
            .notBefore(stores.clock().instant().minusSeconds(5).truncatedTo(micros()))
            .expiring(stores.clock().instant().plusSeconds(500).truncatedTo(micros()))
            .starting("Flow")
            .holding()
            .grace(Duration.ofMillis(1_234))
            .build();
    long id = place(group(new AcceptedSignal(sent, "request", Duration.ZERO, false)).get(0)).id();

    var queued = one().signals().get(0);

    assertThat(queued.id()).isEqualTo(id);
    assertThat(queued.signal()).isEqualTo(sent);
    assertThat(queued.requestId()).isEqualTo("request");
    assertThat(queued.attempts()).isZero();
  }

  private static java.time.temporal.ChronoUnit micros() {
    return java.time.temporal.ChronoUnit.MICROS;
  }

  @Test
  void aRepeatWithItsKeyIsToldWhereTheFirstOneIs() {
    long first = id(signal("1").key("k"));
    accept(signal("2"));
    var repeat = accept(signal("1").key("k")).get(0);

    assertThat(repeat).isEqualTo(new SignalPlace(first, SignalState.QUEUED, 0));
    assertThat(drain(MUCH)).containsExactly("1", "2");
    assertThat(accept(signal("1").key("k")).get(0))
        .isEqualTo(new SignalPlace(first, SignalState.DELIVERED, 0));
  }

  @Test
  void aKeyWithAnotherSignalIsRefusedAndItsNeighboursAreAccepted() {
    accept(signal("1").key("k"));

    var outcomes = group(due(signal("2")), due(signal("other").key("k")), due(signal("3")));

    assertThat(refusal(outcomes.get(1))).isEqualTo(Code.SIGNAL_KEY_REUSED);
    assertThat(place(outcomes.get(2)).before()).isEqualTo(2);
    assertThat(drain(MUCH)).containsExactly("1", "2", "3");
  }

  @Test
  void aKeyThatComesTwiceInAGroupIsAcceptedOnce() {
    var outcomes =
        group(due(signal("1").key("k")), due(signal("1").key("k")), due(signal("other").key("k")));

    assertThat(place(outcomes.get(1)).id()).isEqualTo(place(outcomes.get(0)).id());
    assertThat(refusal(outcomes.get(2))).isEqualTo(Code.SIGNAL_KEY_REUSED);
    assertThat(drain(MUCH)).containsExactly("1");
  }

  @Test
  void aKeyIsThatOfOneWorkflow() {
    accept(signal("1").to("a").key("k"));

    assertThat(accept(signal("2").to("b").key("k")).get(0).state()).isEqualTo(SignalState.QUEUED);
  }

  @Test
  void aDeliveredSignalIsRememberedForItsKeyAndNotSent() {
    Signal sent = signal("1").key("k").build();
    var outcomes = group(delivered(signal("1").key("k")), due(signal("2")));

    assertThat(place(outcomes.get(0)).state()).isEqualTo(SignalState.DELIVERED);
    assertThat(place(outcomes.get(1)).before()).isZero();
    assertThat(accept(signal("1").key("k")).get(0).state()).isEqualTo(SignalState.DELIVERED);
    assertThat(drain(MUCH)).containsExactly("2");
    var known = Await.result(stores.outbox().known(sent.workflow(), "k")).orElseThrow();
    assertThat(known.state()).isEqualTo(SignalState.DELIVERED);
    assertThat(known.digest()).isEqualTo(SignalDigest.of(sent));
    assertThat(Await.result(stores.outbox().known(sent.workflow(), "unknown"))).isEmpty();
  }

  @Test
  void aDeliveredSignalAloneMakesNoLane() {
    assertThat(place(group(delivered(signal("1").key("k"))).get(0)).before()).isZero();
    assertThat(claim()).isEmpty();
  }

  @Test
  void howManyAreBeforeCountsWhatStillWaits() {
    accept(signal("1"), signal("2"), signal("3"));
    var lane = one();
    delivered(lane, List.of(ids(lane).get(0)));

    assertThat(accept(signal("4")).get(0).before()).isEqualTo(2);
  }
}
