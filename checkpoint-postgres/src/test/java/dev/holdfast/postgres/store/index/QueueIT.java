package dev.holdfast.postgres.store.index;

import static dev.holdfast.postgres.store.index.Indexed.TENANT;
import static dev.holdfast.postgres.store.index.Indexed.delete;
import static dev.holdfast.postgres.store.index.Indexed.key;
import static dev.holdfast.postgres.store.index.Indexed.put;
import static dev.holdfast.postgres.store.index.Indexed.ready;
import static dev.holdfast.postgres.store.index.Indexed.vector;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.index.EmbeddedBy;
import dev.holdfast.core.index.EmbeddedText;
import dev.holdfast.core.index.Indexing;
import dev.holdfast.core.store.indexing.IndexQueue.FailedItem;
import dev.holdfast.core.store.indexing.IndexedItem;
import dev.holdfast.core.store.indexing.WaitingItem;
import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What waits is claimed by one at a time, and what was made of it counts only while it fits. */
final class QueueIT {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  private static final Duration LEASE = Duration.ofMinutes(1);

  @SuppressWarnings("NullAway.Init")
  private Indexed store;

  private long index;

  @BeforeEach
  void begin() {
    POSTGRES.empty();
    store = new Indexed(POSTGRES.pool());
    index = store.define(1, EmbeddedBy.SERVER);
  }

  private void waits(String... names) {
    for (String name : names) {
      store.put(put(key("a", name), new Indexing.Waiting(List.of("v"))));
    }
  }

  private List<WaitingItem> claim(int most) {
    return Await.result(store.queue.claim(most, LEASE));
  }

  private static List<String> names(List<WaitingItem> items) {
    return items.stream().map(item -> item.key().key()).toList();
  }

  private static IndexedItem made(WaitingItem item) {
    return new IndexedItem(item, List.of(new EmbeddedText("v", vector(7))), "text");
  }

  private int write(List<WaitingItem> items) {
    return Await.result(store.queue.write(items.stream().map(QueueIT::made).toList()));
  }

  private static List<String> vectors() {
    return POSTGRES
        .database()
        .column(
            "select key || embedding::text from holdfast.item_vectors join holdfast.items using (tenant_id, prefix, key, revision) order by 1");
  }

  private static void leaseIsOver() {
    POSTGRES.database().execute("update holdfast.item_queue set due_at = now()");
  }

  @Test
  void whatWaitsIsClaimedWithAllThatIsNeeded() {
    // Given
    waits("k");

    // When
    List<WaitingItem> claimed = claim(10);

    // Then
    assertThat(claimed).hasSize(1);
    WaitingItem item = claimed.get(0);
    assertThat(item.value().entries()).isEqualTo(Map.of("v", "k"));
    assertThat(item.fields()).containsExactly("v");
    assertThat(item.index()).isEqualTo(store.index());
    assertThat(item.attempt()).isEqualTo(1);
  }

  @Test
  void nobodyElseGetsItBeforeTheLeaseIsOver() {
    // Given
    waits("k", "l", "m");

    // When
    var first = claim(2);
    var second = claim(2);
    var none = claim(2);
    leaseIsOver();
    var again = claim(5);

    // Then
    assertThat(names(first)).containsExactly("k", "l");
    assertThat(names(second)).containsExactly("m");
    assertThat(none).isEmpty();
    assertThat(names(again)).containsExactlyInAnyOrder("k", "l", "m");
    assertThat(again.get(0).attempt()).isEqualTo(2);
  }

  @Test
  void whatWasMadeIsWrittenOnce() {
    // Given
    waits("k", "l");
    var claimed = claim(2);

    // When, then
    assertThat(write(claimed)).isEqualTo(2);
    assertThat(vectors()).containsExactly("k{7}", "l{7}");
    assertThat(store.status().waiting()).isZero();
    assertThat(store.status().indexed()).isEqualTo(2);
    assertThat(write(claimed)).isEqualTo(2);
    assertThat(vectors()).containsExactly("k{7}", "l{7}");
  }

  @Test
  void anItemThatWasPutMeanwhileNeverGetsTheOldVector() {
    // Given
    waits("put again", "deleted", "indexed", "stays");
    var claimed = claim(10);

    // When
    waits("put again");
    store.put(delete(key("a", "deleted")));
    store.put(put(key("a", "indexed"), ready(index, "", vector(1))));
    int written = write(claimed);

    // Then
    assertThat(written).isEqualTo(1);
    assertThat(vectors()).containsExactly("indexed{1}", "stays{7}");
    assertThat(names(claim(10))).containsExactly("put again");
  }

  @Test
  void whatWasMadeForAnotherIndexIsNotWritten() {
    // Given
    waits("k");
    var claimed = claim(1);

    // When
    store.replace(1, EmbeddedBy.SERVER);

    // Then
    assertThat(write(claimed)).isZero();
    assertThat(vectors()).isEmpty();
    assertThat(store.status().stale()).isEqualTo(1);
  }

  @Test
  void whatIsPutBackIsDueLater() {
    // Given
    waits("k");
    WaitingItem item = claim(1).get(0);

    // When
    Await.result(store.queue.putBack(item, "embedding-unavailable", Duration.ofHours(1)));
    var early = claim(1);
    leaseIsOver();
    var late = claim(1);

    // Then
    assertThat(early).isEmpty();
    assertThat(names(late)).containsExactly("k");
  }

  @Test
  void whoLostTheLeaseCannotGiveUp() {
    // Given
    waits("k");
    WaitingItem late = claim(1).get(0);
    leaseIsOver();
    claim(1);

    // When
    Await.result(store.queue.putBack(late, "embedding-refused", null));

    // Then
    assertThat(store.status().failed()).isZero();
  }

  @Test
  void whatIsGivenUpFailedUntilARepair() {
    // Given
    waits("k", "l");
    WaitingItem item = claim(1).get(0);

    // When
    Await.result(store.queue.putBack(item, "embedding-refused", null));
    leaseIsOver();

    // Then
    assertThat(names(claim(5))).containsExactly("l");
    assertThat(Await.result(store.queue.failed(TENANT, 10)))
        .containsExactly(new FailedItem(key("a", "k"), "embedding-refused", 1));
    var status = store.status();
    assertThat(List.of(status.items(), status.indexed(), status.stale(), status.failed()))
        .containsExactly(2L, 0L, 1L, 1L);
    assertThat(Await.result(store.queue.enqueueStale(TENANT, null, 10, false)).enqueued()).isZero();
    assertThat(Await.result(store.queue.enqueueStale(TENANT, null, 10, true)).enqueued())
        .isEqualTo(1);
    assertThat(names(claim(5))).containsExactly("k");
  }

  @Test
  void whatIsStaleIsEnqueuedPageByPage() {
    // Given
    store.put(put(key("a", "1"), Indexing.AS_DEFINED), put(key("a/b", "2"), Indexing.AS_DEFINED));
    store.put(put(key("a", "not"), Indexing.NOT), put(key("b", "3"), Indexing.AS_DEFINED));
    store.put(put(key("c", "done"), ready(index, "", vector(1))));
    waits("waits");

    // When
    var first = Await.result(store.queue.enqueueStale(TENANT, null, 3, false));
    var second = Await.result(store.queue.enqueueStale(TENANT, first.last(), 3, false));
    var third = Await.result(store.queue.enqueueStale(TENANT, second.last(), 3, false));

    // Then
    assertThat(List.of(first.seen(), first.enqueued(), second.seen(), second.enqueued()))
        .containsExactly(3, 1, 3, 2);
    assertThat(third.seen()).isZero();
    assertThat(third.last()).isNull();
    assertThat(names(claim(10))).containsExactlyInAnyOrder("waits", "1", "2", "3");
    assertThat(store.status().stale()).isEqualTo(4);
  }
}
