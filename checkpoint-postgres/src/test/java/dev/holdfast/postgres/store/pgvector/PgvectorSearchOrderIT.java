package dev.holdfast.postgres.store.pgvector;

import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.postgres.store.conformance.PostgresItems;
import dev.holdfast.testkit.ItemStores;
import dev.holdfast.testkit.conformance.store.SearchOrderConformance;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PgvectorSearchOrderIT extends SearchOrderConformance {
  @RegisterExtension static final PostgresStores POSTGRES = PostgresStores.withPgvector();

  @Override
  protected ItemStores stores() {
    return PostgresItems.empty(POSTGRES);
  }
}
