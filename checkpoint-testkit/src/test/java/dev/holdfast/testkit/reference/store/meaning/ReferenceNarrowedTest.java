package dev.holdfast.testkit.reference.store.meaning;

import dev.holdfast.testkit.IndexedStores;
import dev.holdfast.testkit.conformance.store.meaning.NarrowedConformance;

final class ReferenceNarrowedTest extends NarrowedConformance {
  @Override
  protected IndexedStores stores() {
    return IndexedStores.reference();
  }
}
