package dev.holdfast.testkit.conformance.store.meaning;

import static dev.holdfast.testkit.gen.IndexFixtures.LETTERS;
import static dev.holdfast.testkit.gen.IndexFixtures.byServer;
import static dev.holdfast.testkit.gen.IndexFixtures.queued;
import static dev.holdfast.testkit.gen.ItemFixtures.change;
import static dev.holdfast.testkit.gen.ItemFixtures.delete;
import static dev.holdfast.testkit.gen.ItemFixtures.get;
import static dev.holdfast.testkit.gen.ItemFixtures.item;
import static dev.holdfast.testkit.gen.ItemFixtures.put;
import static dev.holdfast.testkit.gen.ItemFixtures.search;
import static dev.holdfast.testkit.gen.ItemFixtures.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.index.EmbeddedText;
import dev.holdfast.core.index.Indexing;
import dev.holdfast.core.index.SearchMode;
import dev.holdfast.core.index.SearchQuery;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreOperation.Put;
import dev.holdfast.core.store.StoreOperation.Search;
import dev.holdfast.core.store.StoreResult;
import dev.holdfast.core.store.indexing.IndexedItem;
import dev.holdfast.core.store.indexing.WaitingItem;
import dev.holdfast.testkit.Await;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A vector counts only while its item has its revision, and its tenant its index. */
public abstract class CurrentConformance extends MeaningConformanceBase {
  private static final ItemKey KEY = item("k", "n");
  private static final ItemKey OTHER = item("other", "n");

  @Test
  void aPutAgainReplacesTheVectors() {
    // Given
    define(byServer());
    run(put(KEY, "aaa"), put(OTHER, "a"));

    // When
    run(put(KEY, "b"));

    // Then
    assertThat(names(search().like("a"))).containsExactly(OTHER, KEY);
    assertThat(scores(search().like("a"))).containsExactly(1.0, 0.0);
    assertThat(names(search().like("aaa", SearchMode.TEXT))).isEmpty();
  }

  @Test
  void aDeleteRemovesThem() {
    // Given
    define(byServer());
    run(put(KEY, "aaa"), put(OTHER, "a"));

    // When
    run(delete(KEY));

    // Then
    assertThat(names(search().like("a"))).containsExactly(OTHER);
    assertThat(status().items()).isEqualTo(1);
  }

  @Test
  void whatIsPutBehindAnIndexsBackHasNoVectors() {
    // Given
    define(byServer());
    run(put(KEY, "aaa"));

    // When
    write(put(KEY, "b"));

    // Then
    assertThat(names(search().like("a"))).isEmpty();
    assertThat(names(search().like("b", SearchMode.TEXT))).isEmpty();
    assertThat(status().stale()).isEqualTo(1);
  }

  @Test
  void ofTwoPutsOfABatchTheLastOnesVectorsCount() {
    define(byServer());

    run(put(KEY, "aaa"), put(KEY, "b"), put(OTHER, "c"), delete(OTHER));

    assertThat(names(search().like("b"))).containsExactly(KEY);
    assertThat(scores(search().like("a"))).containsExactly(0.0);
  }

  @Test
  void ofTwoBatchesOfAGroupTheLastOnesVectorsCount() {
    // Given
    long number = define(byServer()).number();

    // When
    Await.result(
        stores
            .items()
            .writer()
            .write(
                List.of(
                    change(ready(KEY, "aaa", number), ready(OTHER, "aa", number)),
                    change(ready(KEY, "b", number), delete(OTHER)),
                    change(ready(OTHER, "c", number)))));

    // Then
    assertThat(scores(search().like("a"))).containsExactly(0.0, 0.0);
    assertThat(names(search().like("b", SearchMode.TEXT))).containsExactly(KEY);
  }

  @Test
  void whatWasMadeOfAnOldRevisionIsNotWritten() {
    // Given
    define(queued());
    run(put(KEY, "aaa"), put(OTHER, "a"));
    List<WaitingItem> claimed = claim(10);
    run(put(KEY, "b"));

    // When
    int written = Await.result(stores.queue().write(made(claimed)));

    // Then
    assertThat(written).isEqualTo(1);
    assertThat(names(search().like("a"))).containsExactly(OTHER);
    work();
    assertThat(scores(search().like("a"))).containsExactly(1.0, 0.0);
  }

  @Test
  void whatWasMadeOfADeletedItemIsNotWrittenToItsSuccessor() {
    // Given
    define(queued());
    run(put(KEY, "aaa"));
    List<WaitingItem> claimed = claim(10);
    run(delete(KEY));
    run(put(KEY, "b"));

    // When
    int written = Await.result(stores.queue().write(made(claimed)));

    // Then
    assertThat(written).isZero();
    assertThat(names(search().like("a"))).isEmpty();
    assertThat(status().waiting()).isEqualTo(1);
  }

  @Test
  void whatWasMadeForAnOldIndexIsNotWritten() {
    // Given
    define(queued());
    run(put(KEY, "aaa"));
    List<WaitingItem> claimed = claim(10);
    replace(queued());

    // When
    int written = Await.result(stores.queue().write(made(claimed)));

    // Then
    assertThat(written).isZero();
    assertThat(names(search().like("a"))).isEmpty();
    assertThat(status().indexed()).isZero();
  }

  @Test
  void afterAnIndexIsReplacedNothingIsIndexed() {
    // Given
    var old = new Unaware(define(byServer()).number());
    run(put(KEY, "aaa"));

    // When
    replace(byServer());

    // Then
    assertThat(names(search().like("a"))).isEmpty();
    assertThat(names(search().like("aaa", SearchMode.TEXT))).isEmpty();
    assertThat(names(read(old.asked("a")))).isEmpty();
    assertThat(status().stale()).isEqualTo(1);
  }

  /** A replica that has not noticed the other index yet. */
  private record Unaware(long number) {
    Search asked(String text) {
      var query = new SearchQuery(text, SearchMode.SEMANTIC, LETTERS.vector(text), number);
      return search().like(query).build();
    }
  }

  @Test
  void whatIsPutForAnOldIndexIsStoredAndStale() {
    // Given
    long old = define(byServer()).number();
    replace(byServer());

    // When
    write(ready(KEY, "aaa", old));

    // Then
    assertThat(names(search())).containsExactly(KEY);
    assertThat(names(search().like("a"))).isEmpty();
    assertThat(names(read(new Unaware(old).asked("a")))).isEmpty();
    assertThat(status().stale()).isEqualTo(1);
  }

  @Test
  void whatIsPutForADroppedIndexIsStored() {
    // Given
    long old = define(byServer()).number();
    Await.result(stores.indexes().drop(TENANT));

    // When
    write(ready(KEY, "aaa", old));

    // Then
    assertThat(names(search())).containsExactly(KEY);
    define(byServer());
    assertThat(names(search().like("a"))).isEmpty();
  }

  @Test
  void whatHasExpiredIsNotFoundAndNotCounted() {
    // Given
    define(byServer());
    run(put(KEY, "aaa", Duration.ofHours(1)), put(OTHER, "a"));

    // When
    pass(Duration.ofMinutes(70));

    // Then
    assertThat(names(search().like("a"))).containsExactly(OTHER);
    assertThat(status().items()).isEqualTo(1);
  }

  @Test
  void whatIsRefreshedStaysIndexed() {
    // Given
    define(byServer());
    run(put(KEY, "aaa", Duration.ofHours(1)), put(OTHER, "a", Duration.ofHours(1)));
    pass(Duration.ofMinutes(40));

    // When
    run(get(KEY), search().like("a").limit(1).refreshing().build());

    // Then
    pass(Duration.ofMinutes(40));
    assertThat(scores(search().like("a"))).containsExactly(3.0);
  }

  @Test
  void searchesOfABatchSeeTheVectorsOfBeforeItsPuts() {
    // Given
    define(byServer());
    run(put(KEY, "aaa"));

    // When
    var results = run(put(KEY, "b"), put(OTHER, "aaaa"), search().like("a").build());

    // Then
    assertThat(names(results.get(2))).containsExactly(KEY);
    assertThat(names(search().like("a"))).containsExactly(OTHER, KEY);
  }

  private StoreResult read(Search search) {
    return Await.result(stores.items().reader().read(TENANT, List.of(search))).get(0);
  }

  private void write(Put put) {
    Await.result(stores.items().writer().write(List.of(change(put))));
  }

  private static Put ready(ItemKey key, String text, long index) {
    return new Put(
        key,
        value(text),
        null,
        new Indexing.Ready(
            index, null, List.of(new EmbeddedText("text", LETTERS.vector(text))), text));
  }

  private static List<IndexedItem> made(List<WaitingItem> claimed) {
    return claimed.stream()
        .map(
            item -> {
              String text = String.valueOf(item.value().entries().get("text"));
              var vector = new EmbeddedText("text", LETTERS.vector(text));
              return new IndexedItem(item, List.of(vector), text);
            })
        .toList();
  }
}
