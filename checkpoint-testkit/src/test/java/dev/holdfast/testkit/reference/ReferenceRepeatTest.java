package dev.holdfast.testkit.reference;

import dev.holdfast.testkit.Stores;
import dev.holdfast.testkit.conformance.RepeatConformance;

final class ReferenceRepeatTest extends RepeatConformance {
  @Override
  protected Stores stores() {
    var store = new ReferenceStore();
    return new Stores(store.writer(), store.reader(), store.threads());
  }
}
