package dev.holdfast.signals.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.signals.transport.CallOutcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PausesTest {
  private static final Duration PARKED = Duration.ofSeconds(30);

  private static long millis(double random, int failures) {
    return new Pauses(PARKED, () -> random).after(CallOutcome.UNCERTAIN, failures).toMillis();
  }

  @Test
  void pausesGrowUpToFiveSeconds() {
    assertThat(millis(0.5, 0)).isEqualTo(100);
    assertThat(millis(0.5, 1)).isEqualTo(170);
    assertThat(millis(0.5, 2)).isEqualTo(289);
    assertThat(millis(0.5, 8)).isEqualTo(5_000);
    assertThat(millis(0.5, 100_000)).isEqualTo(5_000);
  }

  @Test
  void pausesAreSpreadByAFifth() {
    assertThat(millis(0, 0)).isEqualTo(80);
    assertThat(millis(1, 0)).isEqualTo(120);
  }

  @Test
  void whatIsDeniedIsLeftAloneAsLongAsItsNamespace() {
    assertThat(new Pauses(PARKED, () -> 0).after(CallOutcome.DENIED, 3)).isEqualTo(PARKED);
  }
}
