package dev.holdfast.core.store.indexing;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.index.EmbeddedBy;
import dev.holdfast.core.index.EmbeddedText;
import dev.holdfast.core.index.IndexDefinition;
import dev.holdfast.core.index.StoreIndex;
import dev.holdfast.core.index.Vector;
import java.util.List;

/** Whether vectors that a client sent fit an index. */
final class SentVectors {
  private SentVectors() {}

  /** Those of a put, which is indexed by {@code fields}. */
  static void check(
      List<EmbeddedText> vectors, List<String> fields, IndexDefinition definition, String pointer) {
    if (vectors.size() > ItemTexts.MOST_TEXTS) {
      throw new Failure.LimitExceeded("item_vectors", ItemTexts.MOST_TEXTS);
    }
    for (int i = 0; i < vectors.size(); i++) {
      String place = pointer + "/vectors/" + i;
      check(vectors.get(i).vector(), definition, place);
      if (!fields.contains(vectors.get(i).path())) {
        throw mismatch(place + "/path", "is no path by which the item is indexed");
      }
    }
  }

  /** What they are said to be for; 0: nothing is said. */
  static void check(long number, StoreIndex index, String pointer) {
    if (number != 0 && number != index.number()) {
      throw mismatch(pointer + "/index_number", "is of another index than there is");
    }
  }

  /** One of a put or a query. */
  static void check(Vector vector, IndexDefinition definition, String pointer) {
    if (definition.embeddedBy() != EmbeddedBy.CLIENT) {
      throw mismatch(pointer, "is of a client, which does not embed for this index");
    } else if (vector.dimensions() != definition.dimensions()) {
      throw mismatch(
          pointer,
          "has %d dimensions, the index has %d"
              .formatted(vector.dimensions(), definition.dimensions()));
    }
  }

  private static Failure mismatch(String pointer, String message) {
    return new Failure.Invalid(Code.INDEX_MISMATCH, pointer, message);
  }
}
