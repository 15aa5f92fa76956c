package dev.holdfast.postgres.signal.conformance;

import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.testkit.SignalStores;
import dev.holdfast.testkit.conformance.signal.LanesConformance;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresLanesIT extends LanesConformance {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  @Override
  protected SignalStores stores() {
    return PostgresSignals.empty(POSTGRES);
  }
}
