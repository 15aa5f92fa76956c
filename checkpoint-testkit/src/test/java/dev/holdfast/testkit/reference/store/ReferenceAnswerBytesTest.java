package dev.holdfast.testkit.reference.store;

import dev.holdfast.testkit.ItemStores;
import dev.holdfast.testkit.conformance.store.AnswerBytesConformance;

final class ReferenceAnswerBytesTest extends AnswerBytesConformance {
  @Override
  protected ItemStores stores() {
    var store = new ReferenceItemStore();
    return new ItemStores(store, store, store::pass);
  }
}
