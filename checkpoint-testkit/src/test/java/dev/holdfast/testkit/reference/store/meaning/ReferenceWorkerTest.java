package dev.holdfast.testkit.reference.store.meaning;

import dev.holdfast.testkit.IndexedStores;
import dev.holdfast.testkit.conformance.store.meaning.WorkerConformance;
import dev.holdfast.testkit.reference.store.ReferenceItemStore;

final class ReferenceWorkerTest extends WorkerConformance {
  @Override
  protected IndexedStores stores() {
    return ReferenceItemStore.indexed();
  }
}
