package dev.holdfast.signals.route;

import static dev.holdfast.testkit.gen.SignalBuilder.signal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.groupcommit.GroupCommit;
import dev.holdfast.core.groupcommit.GroupLimits;
import dev.holdfast.core.groupcommit.GroupObserver;
import dev.holdfast.core.groupcommit.Weigher;
import dev.holdfast.core.signal.AcceptedSignal;
import dev.holdfast.core.signal.Signal;
import dev.holdfast.core.signal.SignalOutbox.LaneLimits;
import dev.holdfast.core.signal.SignalPlace;
import dev.holdfast.signals.FakeTime;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.reference.signal.ReferenceSignalOutbox;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RememberedKeysTest {
  private final OutboxInTrouble outbox =
      new OutboxInTrouble(
          new ReferenceSignalOutbox(new LaneLimits(500, 1 << 20, Duration.ofSeconds(5))));
  private final FakeTime time = new FakeTime(passed -> {});
  private final RememberedKeys keys = keys();

  private static final class Weight implements Weigher<AcceptedSignal> {
    @Override
    public int rows(AcceptedSignal signal) {
      return 1;
    }

    @Override
    public long bytes(AcceptedSignal signal) {
      return 1;
    }
  }

  private RememberedKeys keys() {
    var limits = new GroupLimits(1, 100, 1 << 20, 100_000, 1 << 20, Duration.ofSeconds(1), 5);
    var commits =
        new GroupCommit<AcceptedSignal, SignalPlace>(
            limits, outbox, new Weight(), time, GroupObserver.SILENT);
    return new RememberedKeys(outbox, commits, time, Duration.ofMillis(50));
  }

  private static Signal keyed(String key) {
    return signal("s").key(key).build();
  }

  private boolean knows(String key) {
    return Await.result(keys.find(keyed(key))).isPresent();
  }

  @Test
  void whatHasNoKeyIsNotRemembered() {
    keys.remember(signal("s").build());

    assertThat(Await.result(keys.find(signal("s").build()))).isEmpty();
  }

  @Test
  void aKeyIsKnownHereWithoutTheOutboxForADay() {
    outbox.away = true;
    keys.remember(keyed("k"));

    assertThat(Await.result(keys.find(keyed("k")))).contains(new Routed.Delivered(true));
    time.pass(Duration.ofHours(23));
    assertThat(knows("k")).isTrue();
    time.pass(Duration.ofHours(2));
    assertThat(knows("k")).isFalse();
  }

  @Test
  void anotherSignalWithTheKeyIsRefused() {
    keys.remember(keyed("k"));

    assertThatThrownBy(() -> Await.result(keys.find(signal("other").key("k").build())))
        .isInstanceOf(Failure.class);
    assertThatThrownBy(() -> Await.result(keys().find(signal("other").key("k").build())))
        .isInstanceOf(Failure.class);
  }

  @Test
  void theLatestTenThousandAreKnownHereAndTheOthersInTheOutbox() {
    for (int i = 0; i <= 10_000; i++) {
      keys.remember(keyed("k" + i));
    }

    assertThat(knows("k0")).isTrue();
    outbox.away = true;
    assertThat(knows("k0")).isFalse();
    assertThat(knows("k1")).isTrue();
    assertThat(knows("k10000")).isTrue();
  }

  @Test
  void anOutboxThatDoesNotAnswerIsAskedForAMomentOnly() {
    outbox.hangs = true;
    long begun = System.nanoTime();

    assertThat(knows("k")).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
  }
}
