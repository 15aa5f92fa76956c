package dev.holdfast.signals.deliver;

import static dev.holdfast.testkit.gen.SignalBuilder.signal;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When lanes are looked for, and when no more. */
class WakesTest {
  private final Rig rig = new Rig(false);

  @Test
  void nothingIsClaimedAfterAStopWhichEndsWithTheLastCall() {
    rig.accept(signal("1"));
    rig.temporal.silence();
    var delivery = rig.delivery();
    delivery.start();
    var stopped = delivery.stop().toCompletableFuture();
    rig.accept(signal("2").to("b"));
    rig.time.pass(Duration.ofSeconds(2));

    assertThat(stopped).isNotDone();
    rig.temporal.speak();
    assertThat(stopped).isDone();
    assertThat(rig.temporal.names()).containsExactly("1");
  }

  @Test
  void wakeUpsThatAreCloseTogetherAreOne() {
    var delivery = rig.delivery();
    for (int i = 0; i < 1_000; i++) {
      delivery.wakeIn(Duration.ofMillis(200));
    }
    delivery.wakeIn(Duration.ofDays(300));

    assertThat(rig.time.planned()).isEqualTo(1);
    rig.accept(signal("1"));
    rig.time.pass(Duration.ofMillis(205));
    assertThat(rig.temporal.names()).containsExactly("1");
  }
}
