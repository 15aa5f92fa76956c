package dev.holdfast.postgres.signal;

import static dev.holdfast.testkit.gen.SignalBuilder.signal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.signal.AcceptedSignal;
import dev.holdfast.core.signal.ClaimedLane;
import dev.holdfast.core.signal.SignalOutbox.LaneLimits;
import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.testkit.Await;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Of which database the sequences of envelopes are. */
final class EpochIT {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  private static final LaneLimits LIMITS = new LaneLimits(500, 1 << 20, Duration.ofSeconds(5));

  @BeforeEach
  void empty() {
    POSTGRES.empty();
  }

  private static String source() {
    var outbox = new PgSignalOutbox(POSTGRES.pool(), LIMITS);
    var accepted = new AcceptedSignal(signal("1").build(), null, Duration.ZERO, false);
    Await.result(outbox.write(List.of(accepted)));
    List<ClaimedLane> claimed = Await.result(outbox.claim("r", 1, Duration.ofMillis(1), LIMITS));
    POSTGRES.database().execute("delete from holdfast.signal_lanes");
    return claimed.get(0).source();
  }

  @Test
  void theEpochStaysAsLongAsTheDatabaseDoes() {
    assertThat(source()).isEqualTo(source());
  }

  @Test
  void theEpochIsRenewedWhenTheDatabaseIsAnotherOneThanWasWrittenDown() {
    String before = source();
    POSTGRES
        .database()
        .execute("update holdfast.signal_epoch set database = '7318500000000000000/1'");

    String after = source();

    assertThat(after).isNotEqualTo(before);
    assertThat(source()).isEqualTo(after);
  }

  @Test
  void theDatabaseIsNamedByItsSystemIdentifierAndTimeline() {
    String system =
        POSTGRES.database().column("select system_identifier from pg_control_system()").get(0);

    assertThat(POSTGRES.database().column("select holdfast.this_database()"))
        .containsExactly(system + "/1");
  }
}
