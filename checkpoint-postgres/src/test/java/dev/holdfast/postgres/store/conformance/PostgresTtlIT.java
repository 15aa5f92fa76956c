package dev.holdfast.postgres.store.conformance;

import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.testkit.ItemStores;
import dev.holdfast.testkit.conformance.store.TtlConformance;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresTtlIT extends TtlConformance {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  @Override
  protected ItemStores stores() {
    return PostgresItems.empty(POSTGRES);
  }
}
