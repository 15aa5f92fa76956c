package dev.holdfast.testkit.reference.store;

import dev.holdfast.testkit.ItemStores;
import dev.holdfast.testkit.conformance.store.TtlConformance;

final class ReferenceTtlTest extends TtlConformance {
  @Override
  protected ItemStores stores() {
    var store = new ReferenceItemStore();
    return new ItemStores(store, store, store::pass);
  }
}
