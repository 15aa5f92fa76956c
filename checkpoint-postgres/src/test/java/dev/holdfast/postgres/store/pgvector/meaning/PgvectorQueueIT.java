package dev.holdfast.postgres.store.pgvector.meaning;

import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.testkit.IndexedStores;
import dev.holdfast.testkit.conformance.store.meaning.QueueConformance;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PgvectorQueueIT extends QueueConformance {
  @RegisterExtension static final PostgresStores POSTGRES = PostgresStores.withPgvector();

  @Override
  protected IndexedStores stores() {
    return PgvectorItems.empty(POSTGRES);
  }
}
