package dev.holdfast.testkit.reference.store.meaning;

import dev.holdfast.testkit.IndexedStores;
import dev.holdfast.testkit.conformance.store.meaning.WordsConformance;

final class ReferenceWordsTest extends WordsConformance {
  @Override
  protected IndexedStores stores() {
    return IndexedStores.reference();
  }
}
