package dev.holdfast.testkit.conformance.signal;

import static dev.holdfast.testkit.gen.SignalBuilder.signal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.signal.SignalOutbox.LaneLimits;
import dev.holdfast.core.signal.SignalPriority;
import dev.holdfast.testkit.gen.SignalBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** In which order the signals of a workflow are handed out. */
public abstract class OrderConformance extends SignalConformanceBase {

  private static final LaneLimits TWO = new LaneLimits(2, 1 << 20, MUCH.aging());

  private static SignalBuilder low(String name) {
    return signal(name).priority(SignalPriority.LOW);
  }

  private static SignalBuilder high(String name) {
    return signal(name).priority(SignalPriority.HIGH);
  }

  private static SignalBuilder background(String name) {
    return signal(name).priority(SignalPriority.BACKGROUND);
  }

  @Test
  void theOrderOfAcceptanceIsKept() {
    accept(signal("1"), signal("2"), signal("3"), signal("4"), signal("5"));

    assertThat(drain(TWO)).containsExactly("1", "2", "3", "4", "5");
  }

  @Test
  void aHigherPriorityComesFirst() {
    accept(background("b"), low("l"), signal("n1"), high("h"), signal("n2"));

    assertThat(names(one())).containsExactly("h", "n1", "n2", "l", "b");
  }

  @Test
  void whoWaitsIsLiftedByOneForEachAging() {
    accept(low("old"));
    pass(Duration.ofMinutes(6));
    accept(signal("1"), high("2"));

    assertThat(names(one())).containsExactly("2", "old", "1");
  }

  @Test
  void nobodyStarvesBehindHigherOnes() {
    accept(background("old"));
    for (int round = 0; round < 5; round++) {
      pass(Duration.ofMinutes(6));
      accept(high("new"), high("new"), high("new"));
      var lane = claim(stores.outbox(), TWO).get(0);
      if (names(lane).contains("old")) {
        assertThat(round).isGreaterThan(1);
        return;
      }
      delivered(lane);
    }
    throw new AssertionError("it waited for ever");
  }

  @Test
  void ageDoesNotChangeTheOrderWithinAPriority() {
    accept(signal("1"), low("a"));
    pass(Duration.ofMinutes(23));
    accept(signal("2"), low("b"));
    pass(Duration.ofMinutes(4));
    accept(signal("3"), low("c"));

    assertThat(drain(TWO)).containsSubsequence("1", "2", "3").containsSubsequence("a", "b", "c");
  }

  @Test
  void aFenceWaitsForAllBeforeItAndNobodyPassesIt() {
    accept(background("1"), signal("2"), signal("fence").fence(), high("3"), low("4"));

    assertThat(names(one())).containsExactly("2", "1");
    pass(LEASE);
    assertThat(drain(MUCH)).containsExactly("2", "1", "fence", "3", "4");
  }

  @Test
  void aFenceGoesAlone() {
    accept(signal("fence").fence(), signal("1"));

    assertThat(names(one())).containsExactly("fence");
  }

  @Test
  void fencesStandOneBehindTheOther() {
    accept(signal("1"), signal("f1").fence(), signal("2"), signal("f2").fence(), signal("3"));

    assertThat(drain(MUCH)).containsExactly("1", "f1", "2", "f2", "3");
  }

  @Test
  void aFenceWaitsForWhatIsScheduledBeforeItAndTheLaneIsLeftAloneMeanwhile() {
    accept(signal("late").notBefore(stores.clock().instant().plus(LONG)));
    accept(signal("fence").fence(), signal("behind"));

    for (var lane : claim()) {
      assertThat(names(lane)).isEmpty();
      assertThat(untouched(lane)).hasValueSatisfying(in -> assertThat(in).isPositive());
    }
    assertThat(claim()).isEmpty();
    pass(LONG);
    assertThat(drain(MUCH)).containsExactly("late", "fence", "behind");
  }

  @Test
  void aFenceIsNotSentBeforeItsTime() {
    accept(signal("fence").fence().notBefore(stores.clock().instant().plus(LONG)));
    accept(signal("behind"));

    for (var lane : claim()) {
      assertThat(names(lane)).isEmpty();
      untouched(lane);
    }
    assertThat(claim()).isEmpty();
    pass(LONG);
    assertThat(drain(MUCH)).containsExactly("fence", "behind");
  }

  @Test
  void whatIsScheduledWaitsForItsTimeAndNobodyForIt() {
    accept(signal("late").notBefore(stores.clock().instant().plus(LONG)), signal("now"));

    assertThat(drain(MUCH)).containsExactly("now");
    assertThat(claim()).isEmpty();
    pass(LONG);
    assertThat(drain(MUCH)).containsExactly("late");
  }

  @Test
  void manyThatAreScheduledDoNotMakeTheLaneDue() {
    for (int i = 0; i < 2 * DUE.signals(); i++) {
      accept(signal("late").notBefore(stores.clock().instant().plus(LONG)));
    }
    claim().forEach(this::untouched);

    assertThat(claim()).isEmpty();
    accept(signal("now"));
    assertThat(drain(MUCH)).containsExactly("now");
  }
}
