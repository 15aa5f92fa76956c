package dev.holdfast.testkit.reference.store.meaning;

import dev.holdfast.testkit.IndexedStores;
import dev.holdfast.testkit.conformance.store.meaning.TogetherConformance;

final class ReferenceTogetherTest extends TogetherConformance {
  @Override
  protected IndexedStores stores() {
    return IndexedStores.reference();
  }
}
