package dev.holdfast.testkit.reference.store.meaning;

import dev.holdfast.testkit.IndexedStores;
import dev.holdfast.testkit.conformance.store.meaning.InStepConformance;

final class ReferenceInStepTest extends InStepConformance {
  @Override
  protected IndexedStores stores() {
    return IndexedStores.reference();
  }
}
