package dev.holdfast.testkit.conformance.store;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.imports.ImportCounts;
import dev.holdfast.core.imports.ImportError;
import dev.holdfast.core.imports.ImportId;
import dev.holdfast.core.imports.ImportStatus;
import dev.holdfast.core.imports.ImportStep;
import dev.holdfast.core.imports.ItemTimes;
import dev.holdfast.core.store.StoreChanged;
import dev.holdfast.core.store.StoreNamespace;
import dev.holdfast.core.store.StoreOperation.Put;
import dev.holdfast.core.store.bulk.ExportedItem;
import dev.holdfast.testkit.Await;
import dev.holdfast.testkit.BulkStores;
import dev.holdfast.testkit.ItemStores;
import dev.holdfast.testkit.StoreBatches;
import dev.holdfast.testkit.gen.Fixtures;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What the suites of exports and imports have in common. */
public abstract class BulkConformanceBase extends StoreConformanceBase {
  static final ImportId ID = new ImportId(Fixtures.TENANT, "an import");

  /** The ports of the running test. */
  @SuppressWarnings("NullAway.Init")
  protected BulkStores bulk;

  /** Ports over empty storage; asked for once by each test. */
  protected abstract BulkStores bulk();

  @Override
  protected final ItemStores stores() {
    bulk = bulk();
    return bulk.items();
  }

  StoreBatches batches() {
    return new StoreBatches(stores.writer(), stores.reader());
  }

  /** A step that puts these now. */
  static ImportStep step(ImportId id, long from, Put... puts) {
    return step(id, from, Collections.nCopies(puts.length, ItemTimes.NOW), List.of());
  }

  static ImportStep step(ImportId id, long from, List<ItemTimes> times, List<ImportError> errors) {
    var counts = new ImportCounts(times.size(), 0, errors.size());
    return new ImportStep(id, from, from + times.size() + errors.size(), counts, errors, times);
  }

  CompletionStage<StoreChanged> submit(ImportStep step, Put... puts) {
    return batches().runs().step(List.of(puts), step, Long.MAX_VALUE);
  }

  ImportStatus begin(ImportId id) {
    return Await.result(bulk.log().begin(id));
  }

  ImportStatus status(ImportId id) {
    return Await.result(bulk.log().find(id)).orElseThrow();
  }

  /** What a stage fails with. */
  static Code code(CompletionStage<?> stage) {
    return catchThrowableOfType(Failure.class, () -> Await.result(stage)).code();
  }

  /** Everything under a prefix, page by page. */
  List<ExportedItem> export(StoreNamespace prefix) {
    List<ExportedItem> all = new ArrayList<>();
    List<ExportedItem> page = Await.result(bulk.pages().page(Fixtures.TENANT, prefix, null));
    while (!page.isEmpty()) {
      all.addAll(page);
      var last = page.get(page.size() - 1).item().key();
      page = Await.result(bulk.pages().page(Fixtures.TENANT, prefix, last));
    }
    return all;
  }
}
