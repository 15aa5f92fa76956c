package dev.holdfast.testkit.reference;

import dev.holdfast.testkit.Stores;
import dev.holdfast.testkit.conformance.ConflatedValuesConformance;

final class ReferenceConflatedValuesTest extends ConflatedValuesConformance {
  @Override
  protected Stores stores() {
    var store = new ReferenceStore();
    return new Stores(store.writer(), store.reader(), store.threads());
  }
}
