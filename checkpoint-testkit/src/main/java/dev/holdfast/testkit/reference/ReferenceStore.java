package dev.holdfast.testkit.reference;

import dev.holdfast.core.model.ValueKey;
import dev.holdfast.core.spi.CheckpointReader;
import dev.holdfast.core.spi.CheckpointWriter;
import dev.holdfast.core.spi.ThreadStore;

/**
 * The storage rules in their plainest form, in memory: what other stores are compared with.
 *
 * <p>Every call is one step under one lock and is answered before it returns.
 */
public final class ReferenceStore {
  private final State state = new State();

  /** Writes into this store. */
  public CheckpointWriter writer() {
    return new ReferenceWriter(state);
  }

  /** Reads this store. */
  public CheckpointReader reader() {
    return new ReferenceReader(state);
  }

  /** Deletes, copies and prunes in this store. */
  public ThreadStore threads() {
    return new ReferenceThreads(state);
  }

  /** Loses a value, as broken storage would; reads that need it then fail. */
  public void loseValue(ValueKey value) {
    synchronized (state) {
      Shelf shelf = state.shelf(value.place());
      if (shelf != null) {
        shelf.values.remove(new Shelf.Slot(value.channel(), value.version()));
      }
    }
  }
}
