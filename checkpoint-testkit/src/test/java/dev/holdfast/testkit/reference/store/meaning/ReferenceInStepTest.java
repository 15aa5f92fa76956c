package dev.holdfast.testkit.reference.store.meaning;

import dev.holdfast.testkit.IndexedStores;
import dev.holdfast.testkit.conformance.store.meaning.InStepConformance;
import dev.holdfast.testkit.reference.store.ReferenceItemStore;

final class ReferenceInStepTest extends InStepConformance {
  @Override
  protected IndexedStores stores() {
    return ReferenceItemStore.indexed();
  }
}
