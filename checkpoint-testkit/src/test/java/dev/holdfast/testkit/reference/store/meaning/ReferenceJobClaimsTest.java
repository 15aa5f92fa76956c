package dev.holdfast.testkit.reference.store.meaning;

import dev.holdfast.testkit.IndexedStores;
import dev.holdfast.testkit.conformance.store.meaning.JobClaimsConformance;

final class ReferenceJobClaimsTest extends JobClaimsConformance {
  @Override
  protected IndexedStores stores() {
    return IndexedStores.reference();
  }
}
