package dev.holdfast.signals.route;

import static dev.holdfast.testkit.gen.SignalBuilder.signal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.signal.Signal;
import dev.holdfast.core.signal.SignalPriority;
import dev.holdfast.testkit.gen.SignalBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestIdsTest {

  private static SignalBuilder critical(String name) {
    return signal(name).priority(SignalPriority.CRITICAL);
  }

  @Test
  void requestIdsAreThoseOfTheKeyInItsPlace() {
    var ids = new RequestIds(() -> "random");
    Signal one = critical("1").key("k").build();

    assertThat(ids.of(critical("other").key("k").build()))
        .isEqualTo(ids.of(one))
        .hasSizeLessThan(81);
    assertThat(
            List.of(
                ids.of(critical("1").key("k2").build()),
                ids.of(critical("1").key("k").to("v").build()),
                ids.of(critical("1").key("k").run("r").build()),
                ids.of(critical("1").key("k").of(new TenantId("t")).build()),
                ids.of(critical("1").build())))
        .doesNotHaveDuplicates()
        .doesNotContain(ids.of(one))
        .allMatch(id -> id.startsWith("hf-"));
  }

  /** Temporal knows what a server of another build has sent. */
  @Test
  void requestIdsAreWhatTheyAlwaysWere() {
    var ids = new RequestIds(() -> "random");

    assertThat(ids.of(critical("1").key("k").build()))
        .isEqualTo("hf-k-f3be3bd0afef58e909ba3d42fb576de2eba084a5d41e5d2ed889e02b44dd1574");
    assertThat(ids.of(critical("1").key("kä").run("run").build()))
        .isEqualTo("hf-k-9168a68c2128f46a4441de886bd2a4bedf15de388154cfbe00340563009794fb");
  }
}
