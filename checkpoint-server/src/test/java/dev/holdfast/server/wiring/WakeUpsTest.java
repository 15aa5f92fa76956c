package dev.holdfast.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A channel that takes nothing costs nobody his answer. */
class WakeUpsTest {

  private final List<String> told = new ArrayList<>();

  @Test
  void aLostWakeUpIsCountedAndFailsNobody() {
    var wakeUps = new WakeUps(new ClosedChannelFake(), new Listening());

    assertThatCode(() -> wakeUps.send(Duration.ofMillis(200))).doesNotThrowAnyException();

    assertThat(told).containsExactly("lost");
  }

  /** Writes down what it is told. */
  private final class Listening implements WakeUpObserver {

    @Override
    public void sent(long nanos) {
      told.add("sent");
    }

    @Override
    public void taken(long nanos) {
      told.add("taken");
    }

    @Override
    public void lost() {
      told.add("lost");
    }
  }
}
