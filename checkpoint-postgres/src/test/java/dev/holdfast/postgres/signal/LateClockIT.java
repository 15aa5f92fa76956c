package dev.holdfast.postgres.signal;

import static dev.holdfast.testkit.gen.SignalBuilder.signal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.signal.AcceptedSignal;
import dev.holdfast.core.signal.ClaimedLane;
import dev.holdfast.core.signal.SignalOutbox.LaneLimits;
import dev.holdfast.core.signal.SignalPriority;
import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.gen.SignalBuilder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A database that took over, and whose clock is behind that of the one before. */
final class LateClockIT {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  private static final LaneLimits LIMITS = new LaneLimits(500, 1 << 20, Duration.ofMinutes(1));

  private final PgSignalOutbox outbox = new PgSignalOutbox(POSTGRES.pool(), LIMITS);

  private void accept(SignalBuilder... signals) {
    List<AcceptedSignal> group =
        Arrays.stream(signals)
            .map(one -> new AcceptedSignal(one.build(), null, Duration.ZERO, false))
            .toList();
    Await.result(outbox.write(group));
  }

  @Test
  void signalsOfOnePriorityKeepTheirOrder() {
    accept(signal("1"), signal("2"), signal("low").priority(SignalPriority.LOW));
    POSTGRES
        .database()
        .execute(
            "update holdfast.signals set accepted_at = accepted_at - interval '5 minutes'"
                + " where name in ('2', 'low')");

    ClaimedLane lane = Await.result(outbox.claim("r", 1, Duration.ofMinutes(1), LIMITS)).get(0);

    assertThat(lane.signals())
        .extracting(queued -> queued.signal().name())
        .containsExactly("low", "1", "2");
  }
}
