package dev.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.index.Indexing;
import dev.holdfast.core.store.StoreChange;
import dev.holdfast.core.store.StoreOperation.Put;
import dev.holdfast.core.store.StoreOperation.Search;
import dev.holdfast.testkit.reference.store.ReferenceItemStore;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A model run passes a store that keeps the rules of meaning and finds one that does not. */
final class IndexedModelRunTest {
  private static final int STEPS = 150;

  private final ReferenceItemStore right = new ReferenceItemStore();

  @Test
  void theReferenceIsLikeItself() {
    for (long seed = 1; seed <= 12; seed++) {
      IndexedModelRun.compare(seed, STEPS, IndexedStores.reference());
    }
  }

  @Test
  void aWriterThatForgetsVectorsIsFound() {
    found(2, indexing -> Indexing.AS_DEFINED);
    found(3, indexing -> Indexing.AS_DEFINED);
  }

  @Test
  void aWriterThatForgetsWhatWaitsIsFound() {
    found(
        1,
        indexing ->
            indexing instanceof Indexing.Waiting waiting
                ? new Indexing.Asked(waiting.fields(), List.of())
                : indexing);
  }

  @Test
  void aWriterThatForgetsPathsIsFound() {
    found(
        1,
        indexing -> indexing instanceof Indexing.Waiting ? new Indexing.Waiting(null) : indexing);
  }

  @Test
  void aReaderThatForgetsQueriesIsFound() {
    var faulty =
        new ItemStores(
            right,
            (tenant, reads) ->
                right.read(
                    tenant,
                    reads.stream()
                        .map(
                            read ->
                                read instanceof Search search && search.query() != null
                                    ? new Search(
                                        search.prefix(),
                                        search.filter(),
                                        search.limit(),
                                        search.offset(),
                                        search.refresh())
                                    : read)
                        .toList()),
            right::pass);
    found(2, faulty);
  }

  private void found(long seed, UnaryOperator<Indexing> damage) {
    var faulty =
        new ItemStores(
            group -> right.write(group.stream().map(change -> damaged(change, damage)).toList()),
            right,
            right::pass);
    found(seed, faulty);
  }

  private void found(long seed, ItemStores faulty) {
    var stores = new IndexedStores(faulty, right.indexes(), right.queue(), right.jobs());
    assertThatThrownBy(() -> IndexedModelRun.compare(seed, STEPS, stores))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("seed " + seed + ", step ")
        .hasMessageContaining("expected: ");
  }

  private static StoreChange damaged(StoreChange change, UnaryOperator<Indexing> damage) {
    List<Put> puts =
        change.puts().stream()
            .map(put -> new Put(put.key(), put.value(), put.ttl(), damage.apply(put.indexing())))
            .toList();
    return new StoreChange(change.tenant(), puts, change.refreshed());
  }
}
