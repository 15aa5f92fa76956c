package dev.holdfast.testkit.reference.store.meaning;

import dev.holdfast.testkit.IndexedStores;
import dev.holdfast.testkit.conformance.store.meaning.CurrentConformance;

final class ReferenceCurrentTest extends CurrentConformance {
  @Override
  protected IndexedStores stores() {
    return IndexedStores.reference();
  }
}
