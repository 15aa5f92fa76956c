package dev.holdfast.testkit.reference.store;

import dev.holdfast.testkit.ItemStores;
import dev.holdfast.testkit.conformance.store.SnapshotConformance;

final class ReferenceSnapshotTest extends SnapshotConformance {
  @Override
  protected ItemStores stores() {
    var store = new ReferenceItemStore();
    return new ItemStores(store, store, store::pass);
  }
}
