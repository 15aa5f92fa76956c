package dev.holdfast.testkit.reference.store;

import dev.holdfast.testkit.ItemStores;
import dev.holdfast.testkit.conformance.store.GatheredReadsConformance;

final class ReferenceGatheredReadsTest extends GatheredReadsConformance {
  @Override
  protected ItemStores stores() {
    var store = new ReferenceItemStore();
    return new ItemStores(store, store, store::pass);
  }
}
