package dev.holdfast.postgres.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.signal.SignalOutbox.LaneLimits;
import dev.holdfast.postgres.PostgresStores;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two replicas accept, claim, form and settle the same lanes at random. */
final class LanesAtRandomIT {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  private static final LaneLimits LIMITS = new LaneLimits(20, 1 << 20, Duration.ofMillis(200));
  private static final Duration RUN = Duration.ofSeconds(4);

  @BeforeEach
  void empty() {
    POSTGRES.empty();
  }

  private static RandomLanes run(Duration lease, boolean late) throws Exception {
    var outboxes =
        List.of(
            new PgSignalOutbox(POSTGRES.pool(), LIMITS),
            new PgSignalOutbox(POSTGRES.pool(), LIMITS));
    var lanes = new RandomLanes(outboxes, new PgSignalDesk(POSTGRES.pool()), LIMITS, lease, late);
    lanes.run(RUN);
    return lanes;
  }

  private static List<String> column(String sql) {
    return POSTGRES.database().column(sql);
  }

  private static void assertNothingIsLeft() {
    assertThat(column("select id from holdfast.signals where state in ('queued', 'dead')"))
        .isEmpty();
    assertThat(column("select waiting || ' ' || bytes from holdfast.signal_lanes")).isEmpty();
    assertThat(column("select request_id from holdfast.signal_batches")).isEmpty();
  }

  @Test
  void nothingIsLostOrSentTwiceOrOvertakenWhileLeasesLast() throws Exception {
    RandomLanes lanes = run(Duration.ofSeconds(30), false);

    assertThat(lanes.accepted()).hasSizeGreaterThan(100);
    assertThat(lanes.delivered()).containsExactlyInAnyOrderElementsOf(lanes.accepted());
    lanes.assertOrder();
    assertNothingIsLeft();
  }

  @Test
  void nothingIsLostOrOvertakenWhenReplicasAreLateAndPeopleInterfere() throws Exception {
    RandomLanes lanes = run(Duration.ofMillis(60), true);

    assertThat(lanes.accepted()).hasSizeGreaterThan(100);
    assertThat(column("select count(*) from holdfast.signals where state = 'discarded'"))
        .isNotEqualTo(List.of("0"));
    assertThat(column("select id from holdfast.signals where state = 'delivered'"))
        .allSatisfy(id -> assertThat(lanes.delivered()).contains(Long.valueOf(id)));
    assertNothingIsLeft();
  }
}
