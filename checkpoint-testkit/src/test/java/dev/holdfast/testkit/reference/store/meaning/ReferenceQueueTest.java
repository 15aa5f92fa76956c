package dev.holdfast.testkit.reference.store.meaning;

import dev.holdfast.testkit.IndexedStores;
import dev.holdfast.testkit.conformance.store.meaning.QueueConformance;
import dev.holdfast.testkit.reference.store.ReferenceItemStore;

final class ReferenceQueueTest extends QueueConformance {
  @Override
  protected IndexedStores stores() {
    return ReferenceItemStore.indexed();
  }
}
