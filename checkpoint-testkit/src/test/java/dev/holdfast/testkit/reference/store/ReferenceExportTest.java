package dev.holdfast.testkit.reference.store;

import dev.holdfast.testkit.BulkStores;
import dev.holdfast.testkit.ItemStores;
import dev.holdfast.testkit.conformance.store.ExportConformance;

final class ReferenceExportTest extends ExportConformance {
  @Override
  protected BulkStores bulk() {
    var store = new ReferenceItemStore();
    return new BulkStores(new ItemStores(store, store, store::pass), store, store);
  }
}
