package dev.holdfast.postgres.store.conformance.meaning;

import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.testkit.IndexedStores;
import dev.holdfast.testkit.conformance.store.meaning.JobClaimsConformance;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresJobClaimsIT extends JobClaimsConformance {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  @Override
  protected IndexedStores stores() {
    return IndexedItems.empty(POSTGRES);
  }
}
