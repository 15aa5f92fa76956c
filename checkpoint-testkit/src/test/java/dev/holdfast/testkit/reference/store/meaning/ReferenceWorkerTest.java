package dev.holdfast.testkit.reference.store.meaning;

import dev.holdfast.testkit.IndexedStores;
import dev.holdfast.testkit.conformance.store.meaning.WorkerConformance;

final class ReferenceWorkerTest extends WorkerConformance {
  @Override
  protected IndexedStores stores() {
    return IndexedStores.reference();
  }
}
