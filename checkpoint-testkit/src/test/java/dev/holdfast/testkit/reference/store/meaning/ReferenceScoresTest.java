package dev.holdfast.testkit.reference.store.meaning;

import dev.holdfast.testkit.IndexedStores;
import dev.holdfast.testkit.conformance.store.meaning.ScoresConformance;
import dev.holdfast.testkit.reference.store.ReferenceItemStore;

final class ReferenceScoresTest extends ScoresConformance {
  @Override
  protected IndexedStores stores() {
    return ReferenceItemStore.indexed();
  }
}
