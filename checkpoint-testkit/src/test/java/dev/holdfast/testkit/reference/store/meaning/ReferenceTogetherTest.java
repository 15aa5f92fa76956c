package dev.holdfast.testkit.reference.store.meaning;

import dev.holdfast.testkit.IndexedStores;
import dev.holdfast.testkit.conformance.store.meaning.TogetherConformance;
import dev.holdfast.testkit.reference.store.ReferenceItemStore;

final class ReferenceTogetherTest extends TogetherConformance {
  @Override
  protected IndexedStores stores() {
    return ReferenceItemStore.indexed();
  }
}
