package dev.holdfast.postgres.store.conformance;

import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.testkit.ItemStores;
import dev.holdfast.testkit.conformance.store.GatheredReadsConformance;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresGatheredReadsIT extends GatheredReadsConformance {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  @Override
  protected ItemStores stores() {
    return PostgresItems.empty(POSTGRES);
  }
}
