package dev.holdfast.testkit.reference.store.meaning;

import dev.holdfast.testkit.IndexedStores;
import dev.holdfast.testkit.conformance.store.meaning.MismatchConformance;

final class ReferenceMismatchTest extends MismatchConformance {
  @Override
  protected IndexedStores stores() {
    return IndexedStores.reference();
  }
}
