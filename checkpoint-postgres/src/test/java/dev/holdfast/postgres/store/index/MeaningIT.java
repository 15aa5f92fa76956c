package dev.holdfast.postgres.store.index;

import static dev.holdfast.postgres.store.index.Indexed.TENANT;
import static dev.holdfast.postgres.store.index.Indexed.delete;
import static dev.holdfast.postgres.store.index.Indexed.key;
import static dev.holdfast.postgres.store.index.Indexed.like;
import static dev.holdfast.postgres.store.index.Indexed.put;
import static dev.holdfast.postgres.store.index.Indexed.ready;
import static dev.holdfast.postgres.store.index.Indexed.search;
import static dev.holdfast.postgres.store.index.Indexed.vector;
import static dev.holdfast.postgres.store.index.Indexed.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.core.index.EmbeddedBy;
import dev.holdfast.core.index.EmbeddedText;
import dev.holdfast.core.index.Indexing;
import dev.holdfast.core.index.SearchMode;
import dev.holdfast.core.index.SearchQuery;
import dev.holdfast.core.index.Vector;
import dev.holdfast.core.store.StoreOperation.Get;
import dev.holdfast.core.store.StoreResult;
import dev.holdfast.core.store.indexing.IndexedItem;
import dev.holdfast.core.store.indexing.WaitingItem;
import dev.holdfast.postgres.PostgresStores;
import dev.holdfast.postgres.store.PgStoreReader;
import dev.holdfast.postgres.store.meaning.VectorSupport;
import dev.holdfast.testkit.Await;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What queries find, where everything is compared in memory. */
final class MeaningIT {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  private static final Duration LEASE = Duration.ofMinutes(1);
  private static final Vector EAST = vector(1, 0);
  private static final Vector NORTH = vector(0, 1);

  @SuppressWarnings("NullAway.Init")
  private Indexed store;

  private long index;

  @BeforeEach
  void begin() {
    POSTGRES.empty();
    store = new Indexed(POSTGRES.pool());
    index = store.define(2, EmbeddedBy.SERVER);
  }

  @Test
  void anItemThatWasPutAgainIsFoundByItsNewVectorOnAnotherReplica() {
    // Given
    var other = new Indexed(POSTGRES.pool(), new PgStoreReader(POSTGRES.pool()));
    store.put(
        put(key("a", "k"), ready(index, "", EAST)), put(key("a", "l"), ready(index, "", NORTH)));
    assertThat(other.keys(search("a", 1, like(index, EAST)))).containsExactly("k");

    // When
    store.put(
        put(key("a", "k"), ready(index, "", NORTH)), put(key("a", "l"), ready(index, "", EAST)));

    // Then
    var found = other.find(search("a", 2, like(index, EAST)));
    assertThat(found.items()).extracting(item -> item.key().key()).containsExactly("l", "k");
    assertThat(found.scores()).containsExactly(1.0, 0.0);
  }

  @Test
  void anItemIsNotFoundByAVectorThatCameTooLate() {
    // Given
    store.put(put(key("a", "k"), new Indexing.Waiting(null)));
    var claimed = Await.result(store.queue.claim(1, LEASE)).get(0);
    store.put(put(key("a", "k"), ready(index, "new", NORTH)));

    // When
    Await.result(store.queue.write(List.of(made(claimed, EAST))));

    // Then
    assertThat(store.find(search("a", 1, like(index, EAST))).scores()).containsExactly(0.0);
    assertThat(store.keys(search("a", 1, words(index, "old")))).isEmpty();
    assertThat(store.keys(search("a", 1, words(index, "new")))).containsExactly("k");
  }

  @Test
  void whatARowOfAnotherRevisionSaysDoesNotCount() {
    // Given: rows as a fault would leave them
    store.put(put(key("a", "k"), ready(index, "words", EAST)));
    store.find(search("a", 1, like(index, EAST)));
    POSTGRES.database().execute("update holdfast.items set revision = revision + 1000");

    // When, then
    assertThat(store.keys(search("a", 1, like(index, EAST)))).isEmpty();
    assertThat(store.keys(search("a", 1, words(index, "words")))).isEmpty();
  }

  @Test
  void whatWasMadeForAnotherIndexDoesNotCount() {
    // Given
    store.put(put(key("a", "k"), ready(index, "words", EAST)));
    store.find(search("a", 1, like(index, EAST)));
    POSTGRES.database().execute("update holdfast.item_indexes set number = number + 1000");

    // When, then
    for (long number : List.of(index, index + 1000)) {
      assertThat(store.keys(search("a", 1, like(number, EAST)))).isEmpty();
      assertThat(store.keys(search("a", 1, words(number, "words")))).isEmpty();
    }
  }

  @Test
  void whatIsRememberedOfAnotherIndexDoesNotCount() {
    // Given
    store.put(put(key("a", "k"), ready(index, "", EAST)));
    assertThat(store.find(search("a", 1, like(index, EAST))).scores()).containsExactly(1.0);

    // When: the same revision is indexed anew
    long present = store.replace(2, EmbeddedBy.SERVER);
    Await.result(store.queue.enqueueStale(TENANT, null, 10, true));
    var claimed = Await.result(store.queue.claim(1, LEASE)).get(0);
    Await.result(store.queue.write(List.of(made(claimed, NORTH))));

    // Then
    assertThat(store.find(search("a", 1, like(present, EAST))).scores()).containsExactly(0.0);
  }

  private static IndexedItem made(WaitingItem item, Vector vector) {
    return new IndexedItem(item, List.of(new EmbeddedText("$", vector)), "old");
  }

  @Test
  void bothWaysTogether() {
    // Given
    store.put(
        put(key("a", "both"), ready(index, "cats", vector(1, 1))),
        put(key("a", "near"), ready(index, "dogs", EAST)),
        put(key("a", "worded"), new Indexing.Ready(index, null, List.of(), "cat cat cat")));

    // When
    var found = store.find(search("a", 9, new SearchQuery("cat", SearchMode.HYBRID, EAST, index)));

    // Then
    assertThat(found.items())
        .extracting(item -> item.key().key())
        .containsExactly("both", "near", "worded");
    assertThat(found.scores().get(0)).isCloseTo(1.0 / 62 + 1.0 / 62, within(1e-9));
    assertThat(found.scores().get(1)).isCloseTo(1.0 / 61, within(1e-9));
  }

  @Test
  void aQueryIsOneReadOfMany() {
    // Given
    store.put(put(key("a", "k"), ready(index, "", EAST)));

    // When
    List<StoreResult> results =
        Await.result(
            store.reader.read(
                TENANT,
                List.of(
                    search("a", 1, like(index, EAST)),
                    new Get(key("a", "k"), false),
                    search("b", 1, like(index, EAST)),
                    search("a", 0, like(index, EAST)))));

    // Then
    assertThat(((StoreResult.Items) results.get(0)).items()).hasSize(1);
    assertThat(((StoreResult.Found) results.get(1)).item()).isNotNull();
    assertThat(((StoreResult.Items) results.get(2)).items()).isEmpty();
    assertThat(((StoreResult.Items) results.get(3)).items()).isEmpty();
  }

  @Test
  void whatIsDeletedIsGone() {
    // Given
    store.put(put(key("a", "k"), ready(index, "", EAST)));
    store.find(search("a", 1, like(index, EAST)));

    // When
    store.put(delete(key("a", "k")));

    // Then
    assertThat(store.keys(search("a", 1, like(index, EAST)))).isEmpty();
  }

  @Test
  void memoryIsBounded() {
    // Given
    var support = new VectorSupport(2_000);
    var small = new Indexed(POSTGRES.pool(), new PgStoreReader(POSTGRES.pool(), support));
    for (int i = 0; i < 20; i++) {
      store.put(put(key("a", "k" + i), ready(index, "", vector(1, i))));
    }

    // When
    for (int round = 0; round < 3; round++) {
      assertThat(small.keys(search("a", 2, like(index, EAST)))).containsExactly("k0", "k1");
    }

    // Then
    assertThat(support.memoryBytes()).isPositive().isLessThanOrEqualTo(2_000);
    assertThat(support.memoryMisses()).isGreaterThan(20);
  }

  @Test
  void vectorsAreFetchedOnce() {
    // Given
    var support = new VectorSupport(1 << 20);
    var other = new Indexed(POSTGRES.pool(), new PgStoreReader(POSTGRES.pool(), support));
    store.put(
        put(key("a", "k"), ready(index, "", EAST, NORTH)),
        put(key("a", "l"), ready(index, "", EAST)));

    // When
    var first = other.find(search("a", 2, like(index, NORTH)));
    var second = other.find(search("a", 2, like(index, NORTH)));

    // Then
    assertThat(first).isEqualTo(second);
    assertThat(first.scores()).containsExactly(1.0, 0.0);
    assertThat(support.memoryMisses()).isEqualTo(2);
    assertThat(support.memoryHits()).isEqualTo(2);
  }
}
