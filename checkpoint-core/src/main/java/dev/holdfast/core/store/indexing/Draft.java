package dev.holdfast.core.store.indexing;

import dev.holdfast.core.index.Vector;
import dev.holdfast.core.store.StoreOperation;
import java.util.Map;

/** A part of a batch that lacks only the vectors of its texts. */
@FunctionalInterface
interface Draft {

  /** The part as the store is to run it. */
  StoreOperation ready(Map<String, Vector> vectors);
}
