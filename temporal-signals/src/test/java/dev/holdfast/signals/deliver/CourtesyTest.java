package dev.holdfast.signals.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.signal.SignalPriority;
import dev.holdfast.signals.lane.Calls;
import dev.holdfast.signals.transport.SignalTransport;
import dev.holdfast.testkit.gen.SignalBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class CourtesyTest {
  private final Rig rig = new Rig(false);
  private final Courtesy courtesy = new Courtesy(rig.time, 64, 2);
  private final SignalTransport transport = courtesy.over(rig.temporal);

  private void send(SignalPriority priority) {
    var signal = SignalBuilder.signal("s").priority(priority).build();
    var unused = transport.send(Calls.of(signal, "request"), Rig.CALL);
  }

  @Test
  void withoutCriticalSignalsAllLanesGo() {
    assertThat(courtesy.lanes()).isEqualTo(64);
    send(SignalPriority.HIGH);
    assertThat(courtesy.lanes()).isEqualTo(64);
  }

  @Test
  void withinASecondOfACriticalOneFewLanesGo() {
    send(SignalPriority.CRITICAL);
    assertThat(courtesy.lanes()).isEqualTo(2);
    rig.time.pass(Duration.ofMillis(999));
    courtesy.late(Duration.ZERO);
    assertThat(courtesy.lanes()).isEqualTo(2);
    rig.time.pass(Duration.ofMillis(1));
    assertThat(courtesy.lanes()).isEqualTo(64);
  }

  @Test
  void theLaterLanesAreTheMoreOfThemGo() {
    courtesy.late(Duration.ofSeconds(100));
    assertThat(courtesy.lanes()).isEqualTo(64);
    send(SignalPriority.CRITICAL);
    assertThat(courtesy.lanes()).isEqualTo(64);

    courtesy.late(Duration.ofMillis(249));
    assertThat(courtesy.lanes()).isEqualTo(2);
    courtesy.late(Duration.ofMillis(250));
    assertThat(courtesy.lanes()).isEqualTo(4);
    courtesy.late(Duration.ofMillis(1001));
    assertThat(courtesy.lanes()).isEqualTo(32);
    courtesy.late(Duration.ZERO);
    assertThat(courtesy.lanes()).isEqualTo(2);
  }

  @Test
  void whatTakesLongKeepsTheOthersNotWaiting() {
    send(SignalPriority.CRITICAL);
    courtesy.late(Duration.ZERO);

    rig.time.pass(Duration.ofMillis(500));

    assertThat(courtesy.lanes()).isEqualTo(8);
  }

  @Test
  void aLaneThatIsSlowHoldsNoOtherUp() {
    var single = new Courtesy(rig.time, 64, 1);
    var critical = single.over((call, deadline) -> new CompletableFuture<>());
    rig.accept(SignalBuilder.signal("1").to("a"));
    rig.accept(SignalBuilder.signal("2").to("b"));
    rig.temporal.silence();
    var signal = SignalBuilder.signal("s").priority(SignalPriority.CRITICAL).build();
    var unused = critical.send(Calls.of(signal, "request"), Rig.CALL);
    rig.delivery(rig.outbox, single, Rig.LANE).start();
    assertThat(rig.temporal.names()).hasSize(1);

    rig.time.pass(Duration.ofMillis(600));

    assertThat(rig.temporal.names()).containsExactlyInAnyOrder("1", "2");
  }

  @Test
  void lanesThatAreClaimedInTimeGoFewAtATimeHoweverLongTheServerRuns() {
    var single = new Courtesy(rig.time, 64, 1);
    var critical = single.over((call, deadline) -> new CompletableFuture<>());
    var delivery = rig.delivery(rig.outbox, single, Rig.LANE);
    delivery.start();
    rig.time.pass(Duration.ofMinutes(1));
    rig.temporal.silence();
    var signal = SignalBuilder.signal("s").priority(SignalPriority.CRITICAL).build();
    var unused = critical.send(Calls.of(signal, "request"), Rig.CALL);
    rig.accept(SignalBuilder.signal("1").to("a"));
    rig.accept(SignalBuilder.signal("2").to("b"));

    delivery.wake();

    assertThat(rig.temporal.names()).hasSize(1);
  }

  @Test
  void withinASecondOfACriticalOneOthersMayJoinForTwiceAsLong() {
    var lingers = new Lingers(Map.of(SignalPriority.NORMAL, Duration.ofMillis(200)), courtesy);
    assertThat(lingers.of(SignalPriority.NORMAL)).isEqualTo(Duration.ofMillis(200));
    send(SignalPriority.CRITICAL);
    rig.time.pass(Duration.ofMillis(999));
    assertThat(lingers.of(SignalPriority.NORMAL)).isEqualTo(Duration.ofMillis(400));
    assertThat(lingers.of(SignalPriority.CRITICAL)).isZero();
    rig.time.pass(Duration.ofMillis(1));
    assertThat(lingers.of(SignalPriority.NORMAL)).isEqualTo(Duration.ofMillis(200));
  }

  @Test
  void fewAreNeverMoreThanAll() {
    var narrow = new Courtesy(rig.time, 1, 2);
    var unused =
        narrow
            .over(rig.temporal)
            .send(
                Calls.of(
                    SignalBuilder.signal("s").priority(SignalPriority.CRITICAL).build(), "request"),
                Rig.CALL);
    assertThat(narrow.lanes()).isEqualTo(1);
  }
}
