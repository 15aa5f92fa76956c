package dev.holdfast.testkit.reference.store;

import dev.holdfast.core.index.EmbeddedText;
import java.util.List;

/**
 * What an item is found by.
 *
 * @param index number of the index for which it was made
 */
record Derived(long index, List<EmbeddedText> vectors, String text) {}
