package dev.holdfast.testkit.reference.store.meaning;

import dev.holdfast.testkit.IndexedStores;
import dev.holdfast.testkit.conformance.store.meaning.JobsConformance;

final class ReferenceJobsTest extends JobsConformance {
  @Override
  protected IndexedStores stores() {
    return IndexedStores.reference();
  }
}
