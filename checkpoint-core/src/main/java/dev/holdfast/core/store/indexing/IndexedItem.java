package dev.holdfast.core.store.indexing;

import dev.holdfast.core.index.EmbeddedText;
import java.util.List;

/**
 * What was made of an item.
 *
 * @param item what was claimed
 * @param vectors of its texts
 * @param text what its words are found by
 */
public record IndexedItem(WaitingItem item, List<EmbeddedText> vectors, String text) {

  /** Copies the list. */
  public IndexedItem {
    vectors = List.copyOf(vectors);
  }
}
