package dev.holdfast.postgres.store.pgvector.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.postgres.store.conformance.meaning.IndexedItems;
import dev.holdfast.postgres.store.meaning.VectorSupport;
import dev.holdfast.postgres.store.meaning.VectorSupport.Way;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.IndexedStores;

/** The ports of a store whose vectors pgvector compares. */
final class PgvectorItems {

  private PgvectorItems() {}

  static IndexedStores empty(PostgresStores postgres) {
    var support = new VectorSupport(postgres.pool(), null, 0);
    assertThat(Await.result(support.look())).isEqualTo(Way.PGVECTOR);
    return IndexedItems.empty(postgres, support);
  }
}
