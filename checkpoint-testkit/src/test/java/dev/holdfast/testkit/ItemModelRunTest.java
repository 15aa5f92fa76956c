package dev.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.store.ItemFilter;
import dev.holdfast.core.store.StoreChange;
import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.core.store.StoreOperation.Put;
import dev.holdfast.core.store.StoreOperation.Search;
import dev.holdfast.core.store.StoreWriter;
import dev.holdfast.testkit.reference.store.ReferenceItemStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A model run passes a long-term store that keeps the rules and finds one that does not. */
final class ItemModelRunTest {
  private static final int STEPS = 200;

  private final ReferenceItemStore right = new ReferenceItemStore();

  @Test
  void theReferenceIsLikeItself() {
    for (long seed = 1; seed <= 10; seed++) {
      var store = new ReferenceItemStore();
      ItemModelRun.compare(seed, STEPS, new ItemStores(store, store, store::pass));
    }
  }

  @Test
  void aWriterThatForgetsTimesToLiveIsFound() {
    found(writing(change -> change(change, puts(change, ItemModelRunTest::forEver))));
  }

  @Test
  void aWriterThatDoesNotDeleteIsFound() {
    found(
        writing(
            change ->
                change(
                    change, change.puts().stream().filter(put -> put.value() != null).toList())));
  }

  @Test
  void aWriterThatRefreshesNothingIsFound() {
    found(writing(change -> new StoreChange(change.tenant(), change.puts(), List.of())));
  }

  @Test
  void aWriterThatTurnsAGroupAroundIsFound() {
    found(
        group -> {
          List<StoreChange> around = new ArrayList<>(group);
          Collections.reverse(around);
          return right.write(around);
        });
  }

  @Test
  void aReaderThatForgetsFiltersIsFound() {
    var faulty =
        new ItemStores(
            right,
            (tenant, reads) ->
                right.read(tenant, reads.stream().map(ItemModelRunTest::unfiltered).toList()),
            right::pass);

    assertThatThrownBy(() -> ItemModelRun.compare(7, STEPS, faulty))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Search");
  }

  @Test
  void aClockThatStandsStillIsFound() {
    found(new ItemStores(right, right, time -> {}));
  }

  private void found(StoreWriter faulty) {
    found(new ItemStores(faulty, right, right::pass));
  }

  private static void found(ItemStores faulty) {
    assertThatThrownBy(() -> ItemModelRun.compare(7, STEPS, faulty))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("seed 7, step ")
        .hasMessageContaining("expected: ");
  }

  private StoreWriter writing(UnaryOperator<StoreChange> damage) {
    return group -> right.write(group.stream().map(damage).toList());
  }

  private static StoreChange change(StoreChange change, List<Put> puts) {
    return new StoreChange(change.tenant(), puts, change.refreshed());
  }

  private static List<Put> puts(StoreChange change, UnaryOperator<Put> damage) {
    return change.puts().stream().map(damage).toList();
  }

  private static Put forEver(Put put) {
    return new Put(put.key(), put.value(), null);
  }

  private static StoreOperation.Read unfiltered(StoreOperation.Read read) {
    return read instanceof Search search
        ? new Search(
            search.prefix(), ItemFilter.ANY, search.limit(), search.offset(), search.refresh())
        : read;
  }
}
