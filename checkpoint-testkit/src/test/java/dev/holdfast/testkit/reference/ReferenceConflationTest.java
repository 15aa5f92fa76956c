package dev.holdfast.testkit.reference;

import dev.holdfast.testkit.Stores;
import dev.holdfast.testkit.conformance.ConflationConformance;

final class ReferenceConflationTest extends ConflationConformance {
  @Override
  protected Stores stores() {
    var store = new ReferenceStore();
    return new Stores(store.writer(), store.reader(), store.threads());
  }
}
