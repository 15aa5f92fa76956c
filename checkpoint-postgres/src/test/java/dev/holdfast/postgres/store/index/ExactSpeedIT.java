package dev.holdfast.postgres.store.index;

import static dev.holdfast.postgres.store.index.Indexed.like;
import static dev.holdfast.postgres.store.index.Indexed.search;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.postgres.store.PgStoreReader;
import dev.holdfast.postgres.store.meaning.VectorSupport;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Comparing everything in memory is fast enough for ten thousand items. */
final class ExactSpeedIT {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  private static final int WARMING = 100;
  private static final int ROUNDS = 100;
  private static final Duration GOAL = Duration.ofMillis(50);

  @Test
  void tenThousandItemsUnderOnePrefixTakeLessThanTheGoal() {
    // Given
    long index = ManyVectors.put(POSTGRES);
    var support = new VectorSupport(64 << 20);
    var store = new Indexed(POSTGRES.pool(), new PgStoreReader(POSTGRES.pool(), support));
    long cold = nanos(store, index, 0);
    for (int i = 0; i < WARMING; i++) {
      nanos(store, index, i);
    }

    // When
    long[] times = new long[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      times[i] = nanos(store, index, i);
    }
    Arrays.sort(times);

    // Then
    System.out.printf(
        "exact search of %d items of %d dimensions: cold %.1f ms, warm p50 %.1f ms, p95 %.1f ms; %d bytes in memory%n",
        ManyVectors.ITEMS,
        ManyVectors.DIMENSIONS,
        cold / 1e6,
        times[ROUNDS / 2] / 1e6,
        times[ROUNDS * 95 / 100] / 1e6,
        support.memoryBytes());
    assertThat(Duration.ofNanos(times[ROUNDS / 2])).isLessThan(GOAL);
    assertThat(support.memoryMisses()).isEqualTo(ManyVectors.ITEMS);
  }

  private static long nanos(Indexed store, long index, int seed) {
    long begun = System.nanoTime();
    assertThat(store.keys(search("docs", 10, like(index, ManyVectors.vector(seed))))).hasSize(10);
    return System.nanoTime() - begun;
  }
}
