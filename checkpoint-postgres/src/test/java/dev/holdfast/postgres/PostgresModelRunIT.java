package dev.holdfast.postgres;

import dev.holdfast.testkit.ModelRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Postgres answers as the reference does. */
final class PostgresModelRunIT {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  private static final int SEEDS = 4;
  private static final int STEPS = 250;

  @Test
  void randomOperationsAreAnsweredAsByTheReference() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      ModelRun.compare(seed, STEPS, POSTGRES.empty());
    }
  }
}
