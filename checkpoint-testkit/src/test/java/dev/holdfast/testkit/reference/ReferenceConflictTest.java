package dev.holdfast.testkit.reference;

import dev.holdfast.testkit.Stores;
import dev.holdfast.testkit.conformance.ConflictConformance;

final class ReferenceConflictTest extends ConflictConformance {
  @Override
  protected Stores stores() {
    var store = new ReferenceStore();
    return new Stores(store.writer(), store.reader(), store.threads());
  }
}
