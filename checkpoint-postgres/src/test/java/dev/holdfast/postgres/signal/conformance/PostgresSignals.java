package dev.holdfast.postgres.signal.conformance;

import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.postgres.signal.PgSignalDesk;
import dev.holdfast.postgres.signal.PgSignalOutbox;
import dev.holdfast.testkit.SignalStores;
import dev.holdfast.testkit.conformance.signal.SignalConformanceBase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** The ports of signals over empty tables; time passes by making everything older. */
final class PostgresSignals {

  private PostgresSignals() {}

  static SignalStores empty(PostgresStores postgres) {
    postgres.empty();
    return over(postgres);
  }

  static SignalStores over(PostgresStores postgres) {
    var due = SignalConformanceBase.DUE;
    return new SignalStores(
        new PgSignalOutbox(postgres.pool(), due),
        new PgSignalOutbox(postgres.pool(), due),
        new PgSignalDesk(postgres.pool()),
        InstantSource.system(),
        time -> pass(postgres, time));
  }

  private static void pass(PostgresStores postgres, Duration time) {
    String age = "interval '%d microseconds'".formatted(TimeUnit.MICROSECONDS.convert(time));
    for (String aged :
        new String[] {
          "signals set accepted_at = accepted_at - %1$s, due_at = due_at - %1$s, not_before = not_before - %1$s, expire_at = expire_at - %1$s, settled_at = settled_at - %1$s",
          "signal_lanes set due_at = due_at - %1$s, lease_until = lease_until - %1$s"
        }) {
      postgres.database().execute("update holdfast." + aged.formatted(age));
    }
  }
}
