package dev.holdfast.testkit.conformance.store.meaning;

import static dev.holdfast.testkit.gen.IndexFixtures.byClient;
import static dev.holdfast.testkit.gen.IndexFixtures.byNobody;
import static dev.holdfast.testkit.gen.IndexFixtures.byServer;
import static dev.holdfast.testkit.gen.IndexFixtures.put;
import static dev.holdfast.testkit.gen.ItemFixtures.item;
import static dev.holdfast.testkit.gen.ItemFixtures.search;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.index.Distance;
import dev.holdfast.core.index.EmbeddedText;
import dev.holdfast.core.index.Indexing;
import dev.holdfast.core.index.SearchMode;
import dev.holdfast.core.index.SearchQuery;
import dev.holdfast.core.index.Vector;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreOperation.Put;
import dev.holdfast.core.store.StoreResult;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.gen.IndexFixtures;
import dev.holdfast.testkit.gen.ItemFixtures;
import dev.holdfast.testkit.gen.LetterCountEmbedder;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** What does not fit the index is refused, and nothing of its batch takes effect. */
public abstract class MismatchConformance extends MeaningConformanceBase {
  private static final ItemKey KEY = item("k", "n");
  private static final ItemKey OTHER = item("other", "n");

  @Test
  void withoutAnIndexThereIsNothingToQuery() {
    refused(Code.NOT_INDEXED, search().like("a").build());
    refused(Code.NOT_INDEXED, search().like("a", SearchMode.TEXT).build());
  }

  @Test
  void withoutAnIndexVectorsBelongToNothing() {
    // When
    refused(Code.NOT_INDEXED, ItemFixtures.put(OTHER, "v"), put(KEY, "v", 1, 2));

    // Then
    assertThat(names(search())).isEmpty();
  }

  @Test
  void withoutAnIndexPathsAreKeptForOneThatComes() {
    // Given
    run(IndexFixtures.putBy(KEY, ItemFixtures.value("other", "abc"), "other"));

    // When
    define(byServer());
    Await.result(stores.queue().enqueueStale(TENANT, null, 100, false));
    work();

    // Then
    assertThat(names(search().like("a"))).containsExactly(KEY);
  }

  @Test
  void vectorsOfOtherDimensionsAreRefused() {
    // Given
    define(byClient(Distance.L2));

    // When
    refused(Code.INDEX_MISMATCH, ItemFixtures.put(OTHER, "v"), put(KEY, "v", 1, 2, 3));
    refused(Code.INDEX_MISMATCH, search().near(1).build());

    // Then
    assertThat(names(search())).isEmpty();
  }

  @Test
  void vectorsOfOtherPathsAreRefused() {
    define(byClient(Distance.L2));
    var vectors = List.of(new EmbeddedText("other", new Vector(new float[] {1, 2})));

    refused(
        Code.INDEX_MISMATCH,
        new Put(KEY, ItemFixtures.value("v"), null, new Indexing.Asked(null, vectors)));
  }

  @Test
  void vectorsThatAreForAnotherIndexAreRefused() {
    // Given
    long old = define(byClient(Distance.L2)).number();
    long number = replace(byClient(Distance.L2)).number();
    var vector = new Vector(new float[] {1, 2});
    var vectors = List.of(new EmbeddedText("text", vector));

    // When
    refused(
        Code.INDEX_MISMATCH,
        new Put(KEY, ItemFixtures.value("v"), null, new Indexing.Asked(null, vectors, old)));
    refused(
        Code.INDEX_MISMATCH,
        search().like(new SearchQuery("", SearchMode.SEMANTIC, vector, old)).build());

    // Then
    assertThat(names(search())).isEmpty();
    run(new Put(KEY, ItemFixtures.value("v"), null, new Indexing.Asked(null, vectors, number)));
    assertThat(names(search().like(new SearchQuery("", SearchMode.SEMANTIC, vector, number))))
        .containsExactly(KEY);
  }

  @Test
  void vectorsOfAClientAreRefusedWhereTheServerEmbeds() {
    define(byServer());

    refused(Code.INDEX_MISMATCH, put(KEY, "v", new float[26]));
  }

  @Test
  void aQueryThatNobodyCanEmbedIsRefused() {
    define(byClient(Distance.L2));

    refused(Code.NOT_INDEXED, search().like("a").build());
    refused(Code.NOT_INDEXED, search().like("a", SearchMode.HYBRID).build());
  }

  @Test
  void whereNobodyEmbedsOnlyWordsAreFound() {
    define(byNobody());

    refused(Code.NOT_INDEXED, search().like("a").build());
    assertThat(names(search().like("a", SearchMode.TEXT))).isEmpty();
  }

  @Test
  void anIndexOfAnotherModelIsRefused() {
    define(byServer());
    var other = stores.batches(new LetterCountEmbedder("other", 26));
    var smaller = stores.batches(new LetterCountEmbedder(25));

    for (var batches : List.of(other, smaller)) {
      Assertions.assertThatThrownBy(
              () -> Await.result(batches.run(TENANT, List.of(ItemFixtures.put(KEY, "v")))))
          .hasFieldOrPropertyWithValue("code", Code.INDEX_MISMATCH);
    }
    assertThat(names(search())).isEmpty();
  }

  @Test
  void anEmptyQueryIsNone() {
    run(ItemFixtures.put(KEY, "v"));
    define(byServer());

    assertThat(found(search().like(""))).isEqualTo(new StoreResult.Items(found(search()).items()));
  }
}
