package dev.holdfast.testkit.reference.store.meaning;

import dev.holdfast.testkit.IndexedStores;
import dev.holdfast.testkit.conformance.store.meaning.QueueConformance;

final class ReferenceQueueTest extends QueueConformance {
  @Override
  protected IndexedStores stores() {
    return IndexedStores.reference();
  }
}
