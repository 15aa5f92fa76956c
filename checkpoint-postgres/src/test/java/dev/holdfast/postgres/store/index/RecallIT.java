package dev.holdfast.postgres.store.index;

import static dev.holdfast.postgres.store.index.Indexed.key;
import static dev.holdfast.postgres.store.index.Indexed.like;
import static dev.holdfast.postgres.store.index.Indexed.put;
import static dev.holdfast.postgres.store.index.Indexed.ready;
import static dev.holdfast.postgres.store.index.Indexed.search;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.core.index.Distance;
import dev.holdfast.core.index.Vector;
import dev.holdfast.core.store.ItemFilter;
import dev.holdfast.core.store.ItemFilter.Comparison;
import dev.holdfast.core.store.StoreOperation.Search;
import dev.holdfast.core.store.StoreResult;
import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.postgres.store.PgStoreReader;
import dev.holdfast.postgres.store.meaning.VectorSupport;
import dev.holdfast.testkit.Await;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What pgvector's index finds, beside what comparing everything finds. */
final class RecallIT {
  @RegisterExtension static final PostgresStores POSTGRES = PostgresStores.withPgvector();

  private static final int QUERIES = 100;
  private static final int PAGE = 10;
  private static final double GOAL = 0.99;

  private static long index;
  private static VectorSupport support = new VectorSupport(0);

  @BeforeAll
  static void putMany() {
    index = ManyVectors.put(POSTGRES);
    support = new VectorSupport(POSTGRES.pool(), POSTGRES.patientPool(), 0);
    Await.result(support.look());
  }

  @AfterEach
  void asItWas() {
    indexed().put(Indexed.delete(key("docs/p1", "new")), Indexed.delete(key("rare", "k")));
  }

  private static Indexed indexed() {
    return new Indexed(POSTGRES.pool(), new PgStoreReader(POSTGRES.pool(), support));
  }

  private static Indexed exact() {
    return new Indexed(
        POSTGRES.pool(), new PgStoreReader(POSTGRES.pool(), new VectorSupport(64 << 20)));
  }

  @Test
  void tenOfTenThousandAreThoseOfAnExactSearch() {
    // Given
    assertThat(support.isIndexed(ManyVectors.DIMENSIONS, Distance.COSINE)).isTrue();
    Indexed near = indexed();
    Indexed all = exact();
    long[] times = new long[QUERIES];
    int found = 0;

    // When
    for (int i = 0; i < QUERIES; i++) {
      Search search = search("docs", PAGE, like(index, ManyVectors.vector(i)));
      long begun = System.nanoTime();
      List<String> keys = near.keys(search);
      times[i] = System.nanoTime() - begun;
      List<String> right = all.keys(search);
      found += (int) right.stream().filter(keys::contains).count();
    }
    Arrays.sort(times);

    // Then
    double recall = (double) found / (QUERIES * PAGE);
    System.out.printf(
        "pgvector's index, %d items of %d dimensions: recall@%d %.4f, p50 %.1f ms, scans of it: %s%n",
        ManyVectors.ITEMS, ManyVectors.DIMENSIONS, PAGE, recall, times[QUERIES / 2] / 1e6, scans());
    assertThat(recall).isGreaterThanOrEqualTo(GOAL);
    assertThat(Integer.parseInt(scans())).isPositive();
  }

  /** Counted once a session is idle. */
  private static String scans() {
    return POSTGRES
        .database()
        .column(
            "select coalesce(sum(idx_scan), 0) from pg_stat_user_indexes where indexrelname = 'item_vectors_cosine_384'")
        .get(0);
  }

  @Test
  void scoresAndOrderAreTheSameInBothWays() {
    for (int seed = 0; seed < PAGE; seed++) {
      // Given: few enough to be compared one by one
      Search search = search("docs/p3", PAGE, like(index, ManyVectors.vector(seed)));

      // When
      StoreResult.Items near = indexed().find(search);
      StoreResult.Items all = exact().find(search);

      // Then
      assertThat(near.items()).isEqualTo(all.items());
      for (int i = 0; i < PAGE; i++) {
        assertThat(near.scores().get(i)).isCloseTo(all.scores().get(i), within(1e-6));
      }
    }
  }

  @Test
  void whatFewPassIsFoundAllTheSame() {
    // Given: one in a thousand, which the index meets only after most of the others
    var filter =
        new ItemFilter(
            List.of(
                new ItemFilter.Condition(
                    List.of("n"), new ItemFilter.Compared(Comparison.LESS_OR_EQUAL, PAGE))));
    var search =
        new Search(
            Indexed.namespace("docs"), filter, PAGE, 0, false, like(index, ManyVectors.vector(1)));

    // When
    List<String> keys = indexed().keys(search);

    // Then
    assertThat(keys)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, PAGE).mapToObj(n -> "k" + n).toList());
    assertThat(keys).isEqualTo(exact().keys(search));
  }

  @Test
  void aSmallPrefixAmongManyIsFound() {
    // Given
    indexed().put(put(key("rare", "k"), ready(index, "", ManyVectors.vector(5))));

    // When, then
    assertThat(indexed().keys(search("rare", PAGE, like(index, ManyVectors.vector(6)))))
        .containsExactly("k");
  }

  @Test
  void whatIsPutIsFoundByTheIndexAtOnceAndByItsBestVector() {
    // Given
    Indexed store = indexed();
    List<Vector> vectors = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      vectors.add(ManyVectors.vector(1_000 + i));
    }

    // When
    store.put(put(key("docs/p1", "new"), ready(index, "", vectors.toArray(Vector[]::new))));

    // Then
    for (Vector vector : vectors) {
      var found = store.find(search("docs", 2, like(index, vector)));
      assertThat(found.items().get(0).key()).isEqualTo(key("docs/p1", "new"));
      assertThat(found.scores().get(0)).isCloseTo(1, within(1e-6));
      assertThat(found.items()).hasSize(2);
    }

    // When
    store.put(put(key("docs/p1", "new"), ready(index, "", ManyVectors.vector(2_000))));

    // Then
    var found = store.find(search("docs", 1, like(index, vectors.get(0))));
    assertThat(found.scores().get(0)).isLessThan(0.9);
  }
}
