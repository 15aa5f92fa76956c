package dev.holdfast.testkit.conformance.store.meaning;

import static dev.holdfast.testkit.gen.IndexFixtures.byClient;
import static dev.holdfast.testkit.gen.IndexFixtures.putBy;
import static dev.holdfast.testkit.gen.IndexFixtures.queued;
import static dev.holdfast.testkit.gen.ItemFixtures.delete;
import static dev.holdfast.testkit.gen.ItemFixtures.item;
import static dev.holdfast.testkit.gen.ItemFixtures.put;
import static dev.holdfast.testkit.gen.ItemFixtures.search;
import static dev.holdfast.testkit.gen.ItemFixtures.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.index.Distance;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreResult.Stored;
import dev.holdfast.core.store.indexing.IndexQueue.FailedItem;
import dev.holdfast.core.store.indexing.WaitingItem;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.gen.IndexFixtures;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Items that are to be indexed later wait in a queue until somebody has done it. */
public abstract class QueueConformance extends MeaningConformanceBase {
  private static final String CODE = "embedding-refused";
  private static final ItemKey KEY = item("k", "n");
  private static final ItemKey OTHER = item("other", "n");

  @Test
  void aQueuedPutIsStoredAndSaysThatItWaits() {
    // Given
    var index = define(queued());

    // When
    var results = run(put(KEY, "aaa"), putBy(OTHER, value("a")));

    // Then
    assertThat(results).containsExactly(new Stored(true), new Stored(false));
    assertThat(names(search())).containsExactly(KEY, OTHER);
    assertThat(names(search().like("a"))).isEmpty();
    List<WaitingItem> waiting = claim(10);
    assertThat(waiting).hasSize(1);
    assertThat(waiting.get(0).tenant()).isEqualTo(TENANT);
    assertThat(waiting.get(0).key()).isEqualTo(KEY);
    assertThat(waiting.get(0).value()).isEqualTo(value("aaa"));
    assertThat(waiting.get(0).fields()).isNull();
    assertThat(waiting.get(0).index()).isEqualTo(index);
    assertThat(waiting.get(0).attempt()).isEqualTo(1);
  }

  @Test
  void aStepIndexesWhatWaits() {
    // Given
    define(queued());
    run(put(KEY, "aaa"), putBy(OTHER, value("own", "aaaa"), "own"));

    // When
    var step = work();

    // Then
    assertThat(step.claimed()).isEqualTo(2);
    assertThat(step.written()).isEqualTo(2);
    assertThat(names(search().like("a"))).containsExactly(OTHER, KEY);
    assertThat(work().claimed()).isZero();
  }

  @Test
  void whatHasWaitedLongestIsFirst() {
    define(queued());
    run(put(OTHER, "a"));
    pass(Duration.ofSeconds(1));
    run(put(KEY, "a"));

    assertThat(keys(claim(1))).containsExactly(OTHER);
    assertThat(keys(claim(1))).containsExactly(KEY);
    assertThat(claim(1)).isEmpty();
  }

  @Test
  void aClaimedItemIsThereAgainWhenTheLeaseIsOver() {
    // Given
    define(queued());
    run(put(KEY, "a"));
    claim(10);

    // When / Then
    pass(LEASE.minusMinutes(1));
    assertThat(claim(10)).isEmpty();
    pass(Duration.ofMinutes(2));
    List<WaitingItem> again = claim(10);
    assertThat(keys(again)).containsExactly(KEY);
    assertThat(again.get(0).attempt()).isEqualTo(2);
  }

  @Test
  void aPutTakesThePlaceOfAnEarlierOne() {
    // Given
    define(queued());
    run(put(KEY, "a"));
    WaitingItem old = claim(10).get(0);

    // When
    run(put(KEY, "b"));

    // Then
    List<WaitingItem> claimed = claim(10);
    assertThat(keys(claimed)).containsExactly(KEY);
    assertThat(claimed.get(0).value()).isEqualTo(value("b"));
    assertThat(claimed.get(0).attempt()).isEqualTo(1);
    assertThat(claimed.get(0).revision()).isNotEqualTo(old.revision());
  }

  @Test
  void whatIsDeletedOrNoLongerToBeIndexedDoesNotWait() {
    // Given
    define(queued());
    run(put(KEY, "a"), put(OTHER, "a"));

    // When
    run(delete(KEY), putBy(OTHER, value("a")));

    // Then
    assertThat(claim(10)).isEmpty();
    assertThat(status().waiting()).isZero();
  }

  @Test
  void whatHasExpiredDoesNotWait() {
    // Given
    define(queued());
    run(put(KEY, "a", Duration.ofMinutes(5)));

    // When
    pass(Duration.ofMinutes(10));

    // Then
    assertThat(claim(10)).isEmpty();
    assertThat(status().waiting()).isZero();
  }

  @Test
  void anItemThatIsPutBackIsDueLater() {
    // Given
    define(queued());
    run(put(KEY, "a"));
    WaitingItem item = claim(10).get(0);

    // When
    putBack(item, Duration.ofMinutes(30));

    // Then
    pass(Duration.ofMinutes(20));
    assertThat(claim(10)).isEmpty();
    assertThat(status().waiting()).isEqualTo(1);
    pass(Duration.ofMinutes(15));
    assertThat(claim(10).get(0).attempt()).isEqualTo(2);
  }

  @Test
  void anItemThatIsGivenUpIsCountedAndListed() {
    // Given
    define(queued());
    run(put(KEY, "a"), put(OTHER, "a"));
    List<WaitingItem> claimed = claim(10);

    // When
    claimed.forEach(item -> putBack(item, null));

    // Then
    pass(Duration.ofDays(1));
    assertThat(claim(10)).isEmpty();
    assertThat(status().failed()).isEqualTo(2);
    assertThat(status().stale()).isZero();
    assertThat(failed(10))
        .containsExactly(new FailedItem(KEY, CODE, 1), new FailedItem(OTHER, CODE, 1));
    assertThat(failed(1)).hasSize(1);
  }

  @Test
  void aPutOfWhatWasGivenUpBeginsAnew() {
    // Given
    define(queued());
    run(put(KEY, "a"));
    putBack(claim(10).get(0), null);

    // When
    run(put(KEY, "b"));

    // Then
    assertThat(status().failed()).isZero();
    assertThat(failed(10)).isEmpty();
    assertThat(claim(10).get(0).attempt()).isEqualTo(1);
  }

  @Test
  void toPutBackAnOldRevisionLeavesTheNewOne() {
    // Given
    define(queued());
    run(put(KEY, "a"));
    WaitingItem old = claim(10).get(0);
    run(put(KEY, "b"));

    // When
    putBack(old, null);

    // Then
    assertThat(status().failed()).isZero();
    assertThat(keys(claim(10))).containsExactly(KEY);
  }

  @Test
  void aClientsItemWithoutVectorsIsStaleAndDoesNotWait() {
    // Given
    define(byClient(Distance.L2));

    // When
    var results = run(put(KEY, "a"), IndexFixtures.put(OTHER, "a", 1, 2));

    // Then
    assertThat(results).containsExactly(new Stored(true), new Stored(false));
    assertThat(status().stale()).isEqualTo(1);
    assertThat(status().waiting()).isZero();
    assertThat(claim(10)).isEmpty();
    assertThat(names(search().near(1, 2))).containsExactly(OTHER);
  }

  @Test
  void aDroppedIndexIsWaitedForByNothing() {
    // Given
    define(queued());
    run(put(KEY, "a"));

    // When
    Await.result(stores.indexes().drop(TENANT));

    // Then
    assertThat(claim(10)).isEmpty();
    define(queued());
    assertThat(status().waiting()).isZero();
    assertThat(status().stale()).isEqualTo(1);
  }

  private void putBack(WaitingItem item, @Nullable Duration again) {
    Await.result(stores.queue().putBack(item, CODE, again));
  }

  private List<FailedItem> failed(int most) {
    return Await.result(stores.queue().failed(TENANT, most));
  }

  private static List<ItemKey> keys(List<WaitingItem> items) {
    return items.stream().map(WaitingItem::key).toList();
  }
}
