package dev.holdfast.core.store.indexing;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.index.Vector;
import java.util.List;
import java.util.Map;

/** A claimed item and its texts. */
record Claimed(WaitingItem item, ItemTexts texts) {

  static Claimed of(WaitingItem item) {
    List<String> named = item.fields();
    List<String> fields = named == null ? item.index().definition().fields() : named;
    try {
      return new Claimed(item, ItemTexts.of(item.value(), fields));
    } catch (IllegalArgumentException noPath) {
      throw new Failure.Plain(Code.INVALID_REQUEST, "the item names a path that is none");
    }
  }

  IndexedItem withoutVectors() {
    return new IndexedItem(item, List.of(), texts.words());
  }

  IndexedItem indexed(Map<String, Vector> vectors) {
    return new IndexedItem(
        item, texts.embedded(text -> Drafts.vector(vectors, text)), texts.words());
  }
}
