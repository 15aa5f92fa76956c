package dev.holdfast.postgres.store.pgvector;

import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.postgres.store.conformance.PostgresItems;
import dev.holdfast.testkit.ItemStores;
import dev.holdfast.testkit.conformance.store.RefreshConformance;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PgvectorRefreshIT extends RefreshConformance {
  @RegisterExtension static final PostgresStores POSTGRES = PostgresStores.withPgvector();

  @Override
  protected ItemStores stores() {
    return PostgresItems.empty(POSTGRES);
  }
}
