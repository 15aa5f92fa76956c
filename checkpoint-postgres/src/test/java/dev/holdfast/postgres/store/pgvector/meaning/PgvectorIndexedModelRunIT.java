package dev.holdfast.postgres.store.pgvector.meaning;

import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.testkit.IndexedModelRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Postgres answers as the reference does. */
final class PgvectorIndexedModelRunIT {
  @RegisterExtension static final PostgresStores POSTGRES = PostgresStores.withPgvector();

  private static final int SEEDS = 4;
  private static final int STEPS = 150;

  @Test
  void randomBatchesAreAnsweredAsByTheReference() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      IndexedModelRun.compare(seed, STEPS, PgvectorItems.empty(POSTGRES));
    }
  }
}
