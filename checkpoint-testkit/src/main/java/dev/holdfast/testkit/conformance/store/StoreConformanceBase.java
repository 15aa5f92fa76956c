package dev.holdfast.testkit.conformance.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.groupcommit.Outcome;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreChange;
import dev.holdfast.core.store.StoreItem;
import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.core.store.StoreResult;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.ItemStores;
import dev.holdfast.testkit.StoreBatches;
import dev.holdfast.testkit.gen.Fixtures;
import dev.holdfast.testkit.gen.ItemFixtures;
import dev.holdfast.testkit.gen.NamespacesBuilder;
import dev.holdfast.testkit.gen.SearchBuilder;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/** What the suites have in common: empty storage for each test, and calls that wait. */
public abstract class StoreConformanceBase {
  /** The ports of the running test. */
  @SuppressWarnings("NullAway.Init")
  protected ItemStores stores;

  /** Ports over empty storage; asked for once by each test. */
  protected abstract ItemStores stores();

  @BeforeEach
  final void openStores() {
    stores = stores();
  }

  /** Runs one batch of {@link Fixtures#TENANT}. */
  List<StoreResult> run(StoreOperation... parts) {
    var batches = new StoreBatches(stores.writer(), stores.reader());
    return Await.result(batches.run(Fixtures.TENANT, List.of(parts)));
  }

  /** Writes the batches of several callers as one group. */
  void group(StoreChange... group) {
    assertThat(Await.result(stores.writer().write(List.of(group))))
        .hasSize(group.length)
        .allMatch(Outcome.Done.class::isInstance);
  }

  /** Lets time pass for everything stored. */
  void pass(Duration time) {
    stores.time().accept(time);
  }

  @Nullable StoreItem find(ItemKey key) {
    return ((StoreResult.Found) run(ItemFixtures.peek(key)).get(0)).item();
  }

  StoreItem found(ItemKey key) {
    StoreItem item = find(key);
    if (item == null) {
      throw new AssertionError("no item " + key);
    }
    return item;
  }

  /** The entry {@code text} of an item. */
  @Nullable Object text(ItemKey key) {
    return found(key).value().entries().get("text");
  }

  List<StoreItem> items(SearchBuilder search) {
    return ((StoreResult.Items) run(search.build()).get(0)).items();
  }

  List<ItemKey> names(SearchBuilder search) {
    return items(search).stream().map(StoreItem::key).toList();
  }

  List<List<String>> labels(NamespacesBuilder list) {
    var result = (StoreResult.Namespaces) run(list.build()).get(0);
    return result.namespaces().stream().map(namespace -> namespace.labels()).toList();
  }
}
