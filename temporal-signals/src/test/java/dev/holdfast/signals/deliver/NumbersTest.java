package dev.holdfast.signals.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.signal.ClaimedLane;
import dev.holdfast.testkit.gen.SignalBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class NumbersTest {

  private final Numbers numbers = new Numbers();

  private static ClaimedLane lane(String source, long first) {
    return new ClaimedLane(
        SignalBuilder.workflow("w"), 1, first, source, 0, 0, Duration.ZERO, null, List.of());
  }

  @Test
  void higherOnesAreNewInWhateverOrderOneClaimHasThem() {
    assertThat(numbers.given(List.of(lane("a/1", 3001), lane("a/2", 1001), lane("a/1", 2001))))
        .isFalse();
    assertThat(numbers.given(List.of(lane("a/1", 4001)))).isFalse();
    assertThat(numbers.given(List.of())).isFalse();
  }

  @Test
  void whatIsNotHigherThanAllBeforeWasGiven() {
    numbers.given(List.of(lane("a/1", 5001)));

    assertThat(numbers.given(List.of(lane("a/2", 6001), lane("a/2", 5001)))).isTrue();
    assertThat(numbers.given(List.of(lane("a/1", 1)))).isTrue();
  }

  @Test
  void aNewEpochBeginsAnew() {
    numbers.given(List.of(lane("a/1", 5001)));

    assertThat(numbers.given(List.of(lane("b/1", 1)))).isFalse();
    assertThat(numbers.given(List.of(lane("b/1", 1)))).isTrue();
  }
}
