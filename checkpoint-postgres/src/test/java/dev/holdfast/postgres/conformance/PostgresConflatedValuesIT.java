package dev.holdfast.postgres.conformance;

import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.testkit.Stores;
import dev.holdfast.testkit.conformance.ConflatedValuesConformance;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresConflatedValuesIT extends ConflatedValuesConformance {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  @Override
  protected Stores stores() {
    return POSTGRES.empty();
  }
}
