package dev.holdfast.testkit.reference.store.meaning;

import dev.holdfast.testkit.IndexedStores;
import dev.holdfast.testkit.conformance.store.meaning.ScoresConformance;

final class ReferenceScoresTest extends ScoresConformance {
  @Override
  protected IndexedStores stores() {
    return IndexedStores.reference();
  }
}
