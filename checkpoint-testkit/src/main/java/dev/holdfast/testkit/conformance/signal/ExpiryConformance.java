package dev.holdfast.testkit.conformance.signal;

import static dev.holdfast.testkit.gen.SignalBuilder.signal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.signal.DeadReason;
import dev.holdfast.core.signal.SignalState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of signals whose time is over. */
public abstract class ExpiryConformance extends SignalConformanceBase {

  @Test
  void anExpiredSignalBecomesADeadLetterAndIsNotHandedOut() {
    long expired = id(signal("1").expiring(stores.clock().instant().plusSeconds(20)));
    long living = id(signal("2").expiring(stores.clock().instant().plus(LONG)));
    pass(Duration.ofSeconds(21));

    var lane = one();

    assertThat(ids(lane)).containsExactly(living);
    assertThat(lane.expired()).isEqualTo(1);
    assertThat(state(expired)).isEqualTo(SignalState.DEAD);
    assertThat(status(expired).reason()).isEqualTo(DeadReason.EXPIRED);
    assertThat(status(expired).attempts()).isZero();
    assertThat(delivered(lane)).isEmpty();
    assertThat(claim()).isEmpty();
  }

  @Test
  void aLaneWhoseSignalsAllExpireIsGone() {
    var soon = stores.clock().instant().plusSeconds(20);
    accept(signal("1").expiring(soon), signal("2").expiring(soon));
    pass(Duration.ofSeconds(21));

    var lane = one();

    assertThat(lane.signals()).isEmpty();
    assertThat(lane.expired()).isEqualTo(2);
    assertThat(untouched(lane)).isEmpty();
    assertThat(accept(signal("3")).get(0).before()).isZero();
  }

  @Test
  void whatIsOnItsWayDoesNotExpire() {
    long id = id(signal("1").expiring(stores.clock().instant().plusSeconds(60)));
    var lane = one();
    form(lane, batch(lane));
    pass(Duration.ofSeconds(61));

    var again = one();

    assertThat(ids(again)).containsExactly(id);
    assertThat(again.expired()).isZero();
    assertThat(state(id)).isEqualTo(SignalState.FORMED);
    delivered(again);
    assertThat(state(id)).isEqualTo(SignalState.DELIVERED);
  }

  @Test
  void oneThatHoldsKeepsThoseBehindItBackWhenItExpires() {
    long expired = id(signal("1").holding().expiring(stores.clock().instant().plusSeconds(20)));
    accept(signal("2"));
    pass(Duration.ofSeconds(21));

    var lane = one();

    assertThat(lane.signals()).isEmpty();
    assertThat(untouched(lane)).isEmpty();
    assertThat(claim()).isEmpty();
    assertThat(redrive(expired)).containsExactly(expired);
    assertThat(drain(MUCH)).containsExactly("1", "2");
  }
}
