package dev.holdfast.testkit.conformance.store.meaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.index.IndexDefinition;
import dev.holdfast.core.index.StoreIndex;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.StoreItem;
import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.core.store.StoreResult;
import dev.holdfast.core.store.indexing.Embedder;
import dev.holdfast.core.store.indexing.IndexItems;
import dev.holdfast.core.store.indexing.IndexStatus;
import dev.holdfast.core.store.indexing.WaitingItem;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.IndexedStores;
import dev.holdfast.testkit.gen.Fixtures;
import dev.holdfast.testkit.gen.IndexFixtures;
import dev.holdfast.testkit.gen.SearchBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** What the suites have in common: empty storage for each test, and calls that wait. */
public abstract class MeaningConformanceBase {
  static final TenantId TENANT = Fixtures.TENANT;
  static final TenantId OTHER_TENANT = new TenantId("other");
  static final Duration LEASE = Duration.ofMinutes(10);

  /** The ports of the running test. */
  @SuppressWarnings("NullAway.Init")
  protected IndexedStores stores;

  /** Ports over empty storage, where no tenant has an index; asked for once by each test. */
  protected abstract IndexedStores stores();

  @BeforeEach
  final void openStores() {
    stores = stores();
  }

  StoreIndex define(IndexDefinition definition) {
    return Await.result(stores.indexes().define(TENANT, definition));
  }

  StoreIndex replace(IndexDefinition definition) {
    return Await.result(stores.indexes().replace(TENANT, definition));
  }

  List<StoreResult> run(TenantId tenant, StoreOperation... parts) {
    var batches = stores.batches(IndexFixtures.LETTERS);
    return Await.result(batches.run(tenant, List.of(parts)));
  }

  /** Runs one batch of {@link #TENANT}. */
  List<StoreResult> run(StoreOperation... parts) {
    return run(TENANT, parts);
  }

  void refused(Code code, StoreOperation... parts) {
    Failure failure = catchThrowableOfType(Failure.class, () -> run(parts));
    assertThat(failure).isNotNull();
    assertThat(failure.code()).isEqualTo(code);
  }

  StoreResult.Items found(SearchBuilder search) {
    return (StoreResult.Items) run(search.build()).get(0);
  }

  List<ItemKey> names(SearchBuilder search) {
    return names(found(search));
  }

  static List<ItemKey> names(StoreResult found) {
    return ((StoreResult.Items) found).items().stream().map(StoreItem::key).toList();
  }

  List<Double> scores(SearchBuilder search) {
    return found(search).scores();
  }

  IndexStatus status() {
    IndexStatus status = Await.result(stores.queue().status(TENANT));
    assertThat(status.items()).isEqualTo(status.indexed() + status.stale() + status.failed());
    return status;
  }

  List<WaitingItem> claim(int most) {
    return Await.result(stores.queue().claim(most, LEASE));
  }

  /** One step of a worker whose model this is. */
  IndexItems.Step work(Embedder embedder) {
    return Await.result(new IndexItems(stores.queue(), embedder, 100, LEASE).step());
  }

  IndexItems.Step work() {
    return work(IndexFixtures.LETTERS);
  }

  /** Lets time pass for everything stored. */
  void pass(Duration time) {
    stores.items().time().accept(time);
  }
}
