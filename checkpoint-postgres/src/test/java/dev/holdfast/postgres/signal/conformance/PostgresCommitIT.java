package dev.holdfast.postgres.signal.conformance;

import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.testkit.SignalStores;
import dev.holdfast.testkit.Stores;
import dev.holdfast.testkit.conformance.CommitConformance;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresCommitIT extends CommitConformance {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  @Override
  protected Stores stores() {
    return POSTGRES.empty();
  }

  @Override
  protected SignalStores signals() {
    return PostgresSignals.over(POSTGRES);
  }
}
