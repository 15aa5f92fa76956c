package dev.holdfast.testkit.reference.store.meaning;

import dev.holdfast.testkit.IndexedStores;
import dev.holdfast.testkit.conformance.store.meaning.DefinitionConformance;

final class ReferenceDefinitionTest extends DefinitionConformance {
  @Override
  protected IndexedStores stores() {
    return IndexedStores.reference();
  }
}
