package dev.holdfast.testkit.reference;

import dev.holdfast.testkit.Stores;
import dev.holdfast.testkit.conformance.SpliceConformance;

final class ReferenceSpliceTest extends SpliceConformance {
  @Override
  protected Stores stores() {
    var store = new ReferenceStore();
    return new Stores(store.writer(), store.reader(), store.threads());
  }
}
