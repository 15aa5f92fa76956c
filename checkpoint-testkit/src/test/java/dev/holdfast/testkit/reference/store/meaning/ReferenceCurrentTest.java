package dev.holdfast.testkit.reference.store.meaning;

import dev.holdfast.testkit.IndexedStores;
import dev.holdfast.testkit.conformance.store.meaning.CurrentConformance;
import dev.holdfast.testkit.reference.store.ReferenceItemStore;

final class ReferenceCurrentTest extends CurrentConformance {
  @Override
  protected IndexedStores stores() {
    return ReferenceItemStore.indexed();
  }
}
