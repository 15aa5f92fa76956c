package dev.holdfast.testkit.conformance.store.meaning;

import static dev.holdfast.testkit.gen.IndexFixtures.byServer;
import static dev.holdfast.testkit.gen.IndexFixtures.putBy;
import static dev.holdfast.testkit.gen.IndexFixtures.queued;
import static dev.holdfast.testkit.gen.ItemFixtures.item;
import static dev.holdfast.testkit.gen.ItemFixtures.put;
import static dev.holdfast.testkit.gen.ItemFixtures.search;
import static dev.holdfast.testkit.gen.ItemFixtures.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.core.store.indexing.IndexStatus;
import dev.holdfast.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an index lacks is counted, found and enqueued. */
public abstract class InStepConformance extends MeaningConformanceBase {
  private static final int ITEMS = 25;
  private static final ItemKey KEY = item("k", "n");

  @Test
  void withoutAnIndexNothingIsCounted() {
    run(put(KEY, "a"));

    assertThat(status()).isEqualTo(new IndexStatus(0, 0, 0, 0, 0, Duration.ZERO));
    assertThat(enqueue(10, false)).isZero();
  }

  @Test
  void whatWasThereBeforeTheIndexIsStale() {
    // Given
    fill();

    // When
    define(byServer());

    // Then
    assertThat(status()).isEqualTo(new IndexStatus(ITEMS, 0, ITEMS, 0, 0, Duration.ZERO));
    assertThat(names(search().like("a"))).isEmpty();
  }

  @Test
  void whatIsStaleIsEnqueuedPageByPage() {
    // Given
    fill();
    define(byServer());
    run(put(item("k3", "n3"), "aaa"), putBy(item("not", "n"), value("a")));

    // When
    int enqueued = enqueue(10, false);

    // Then
    assertThat(enqueued).isEqualTo(ITEMS - 1);
    assertThat(status().waiting()).isEqualTo(ITEMS - 1);
    assertThat(work().written()).isEqualTo(ITEMS - 1);
    assertThat(status()).isEqualTo(new IndexStatus(ITEMS, ITEMS, 0, 0, 0, Duration.ZERO));
    assertThat(names(search().like("a"))).hasSize(ITEMS);
  }

  @Test
  void pagesOfEverySizeFindTheSame() {
    fill();
    for (int most : List.of(1, 5, ITEMS, ITEMS + 1, 1000)) {
      replace(byServer());

      enqueue(most, true);
      assertThat(status().waiting()).isEqualTo(ITEMS);
      work();
      assertThat(status().indexed()).isEqualTo(ITEMS);
    }
  }

  @Test
  void whatWaitsIsNotEnqueuedTwice() {
    // Given
    define(queued());
    run(put(KEY, "a"));
    claim(1);

    // When
    int enqueued = enqueue(10, true);

    // Then
    assertThat(enqueued).isZero();
    assertThat(claim(1)).isEmpty();
  }

  @Test
  void whatFailedIsEnqueuedOnlyIfAskedFor() {
    // Given
    define(queued());
    run(put(KEY, "a"));
    Await.result(stores.queue().putBack(claim(1).get(0), "embedding-refused", null));

    // When / Then
    assertThat(enqueue(10, false)).isZero();
    assertThat(status().failed()).isEqualTo(1);
    assertThat(enqueue(10, true)).isEqualTo(1);
    assertThat(status().failed()).isZero();
    assertThat(claim(1).get(0).attempt()).isEqualTo(1);
  }

  @Test
  void everyItemIsIndexedStaleOrFailed() {
    // Given
    define(queued());
    fill();
    work();

    // When
    run(put(item("k1", "n1"), "b"), put(item("k2", "n2"), "b"));
    Await.result(stores.queue().putBack(claim(1).get(0), "embedding-refused", null));
    pass(Duration.ofMinutes(10));

    // Then
    IndexStatus status = status();
    assertThat(status.items()).isEqualTo(ITEMS);
    assertThat(status.indexed()).isEqualTo(ITEMS - 2);
    assertThat(status.stale()).isEqualTo(1);
    assertThat(status.waiting()).isEqualTo(1);
    assertThat(status.failed()).isEqualTo(1);
    assertThat(status.oldest()).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(12));
  }

  @Test
  void eachTenantHasItsOwn() {
    // Given
    define(byServer());
    run(put(KEY, "a"));
    run(OTHER_TENANT, put(KEY, "aaa"));

    // Then
    assertThat(Await.result(stores.indexes().find(OTHER_TENANT))).isEmpty();
    Await.result(stores.indexes().define(OTHER_TENANT, queued()));
    assertThat(status().items()).isEqualTo(1);
    var theirs = run(OTHER_TENANT, put(KEY, "aaa"), search().like("a").build());
    assertThat(names(theirs.get(1))).isEmpty();
    work();
    assertThat(scores(search().like("a"))).containsExactly(1.0);
    Await.result(stores.indexes().drop(OTHER_TENANT));
    assertThat(scores(search().like("a"))).containsExactly(1.0);
    assertThat(Await.result(stores.queue().status(OTHER_TENANT)).items()).isZero();
  }

  private void fill() {
    List<StoreOperation> puts = new ArrayList<>();
    for (int i = 0; i < ITEMS; i++) {
      puts.add(put(item("k" + i, "n" + i), "a"));
    }
    run(puts.toArray(new StoreOperation[0]));
  }

  /** All pages; how many were enqueued. */
  private int enqueue(int most, boolean failedToo) {
    int enqueued = 0;
    @Nullable ItemKey after = null;
    for (int pages = 0; pages <= ITEMS + 2; pages++) {
      var page = Await.result(stores.queue().enqueueStale(TENANT, after, most, failedToo));
      enqueued += page.enqueued();
      after = page.last();
      if (after == null) {
        return enqueued;
      }
    }
    throw new AssertionError("the pages have no end");
  }
}
