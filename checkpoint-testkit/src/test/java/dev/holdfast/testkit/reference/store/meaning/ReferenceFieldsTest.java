package dev.holdfast.testkit.reference.store.meaning;

import dev.holdfast.testkit.IndexedStores;
import dev.holdfast.testkit.conformance.store.meaning.FieldsConformance;

final class ReferenceFieldsTest extends FieldsConformance {
  @Override
  protected IndexedStores stores() {
    return IndexedStores.reference();
  }
}
