package dev.holdfast.postgres.conformance;

import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.testkit.Stores;
import dev.holdfast.testkit.conformance.HistoryPolicyConformance;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresHistoryPolicyIT extends HistoryPolicyConformance {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  @Override
  protected Stores stores() {
    return POSTGRES.empty();
  }
}
