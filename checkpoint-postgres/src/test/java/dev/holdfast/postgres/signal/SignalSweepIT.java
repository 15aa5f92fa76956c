package dev.holdfast.postgres.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.testkit.Await;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Signals that were settled long ago are deleted, and nothing else is; and what waits is counted.
 */
final class SignalSweepIT {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  private static final Duration DAY = Duration.ofHours(24);
  private static final String SIGNALS =
      """
      insert into holdfast.signals (tenant_id, id, namespace, workflow_id, name, priority, state, body, bytes, digest,
        fence, holds, grace, accepted_at, due_at, settled_at)
      select 'default', s.id, 'default', 'w' || s.id %% 3, s.name, s.id %% 5, s.state, '', 0, '', false, false, 0,
        now() - s.age, now(), case when s.state <> 'queued' then now() - s.age end
      from (%s) as s (id, name, state, age)""";
  private static final String SEVERAL =
      """
      values (1, 'old', 'delivered', interval '25 hours'), (2, 'old', 'cancelled', interval '25 hours'),
        (3, 'old', 'discarded', interval '25 hours'), (4, 'new', 'delivered', interval '23 hours'),
        (5, 'dead', 'dead', interval '9 days'), (6, 'waits', 'queued', interval '2 days'),
        (7, 'waits', 'queued', interval '3 days')""";
  private static final String LANES =
      """
      insert into holdfast.signal_lanes (tenant_id, namespace, workflow_id, waiting, bytes, due_at)
      select tenant_id, namespace, workflow_id, count(*), 0, now() from holdfast.signals
      where state = 'queued' group by 1, 2, 3""";

  @BeforeEach
  void empty() {
    POSTGRES.empty();
  }

  private static void put(String rows) {
    POSTGRES.database().execute(SIGNALS.formatted(rows));
  }

  private static long sweep() {
    return Await.result(new SignalSweep(POSTGRES.pool(), DAY).run());
  }

  private static List<String> names() {
    return POSTGRES.database().column("select name from holdfast.signals order by id");
  }

  @Test
  void whatWasSettledLongAgoIsDeleted() {
    put(SEVERAL);

    assertThat(sweep()).isEqualTo(3);

    assertThat(names()).containsExactly("new", "dead", "waits", "waits");
    assertThat(sweep()).isZero();
  }

  @Test
  void manyAreDeletedInSeveralBatches() {
    put("select n, 'old', 'delivered', interval '25 hours' from generate_series(1, 2500) as n");

    assertThat(sweep()).isEqualTo(2500);

    assertThat(names()).isEmpty();
  }

  @Test
  void whatWaitsIsCountedAndTheOldestIsSeenWhateverItsPriority() {
    assertThat(Await.result(SignalsWaiting.in(POSTGRES.pool()))).isEqualTo(SignalsWaiting.NONE);
    put(SEVERAL);
    POSTGRES.database().execute(LANES);

    SignalsWaiting waiting = Await.result(SignalsWaiting.in(POSTGRES.pool()));

    assertThat(waiting.signals()).isEqualTo(2);
    assertThat(waiting.oldest()).isBetween(Duration.ofDays(3), Duration.ofDays(3).plusMinutes(5));
  }
}
