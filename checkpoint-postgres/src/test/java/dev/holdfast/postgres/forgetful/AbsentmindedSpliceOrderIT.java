package dev.holdfast.postgres.forgetful;

import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.testkit.Stores;
import dev.holdfast.testkit.conformance.SpliceOrderConformance;
import org.junit.jupiter.api.extension.RegisterExtension;

final class AbsentmindedSpliceOrderIT extends SpliceOrderConformance {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores(3000, 1500);

  @Override
  protected Stores stores() {
    return POSTGRES.empty();
  }
}
