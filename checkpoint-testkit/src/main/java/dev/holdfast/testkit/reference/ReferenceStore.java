package dev.holdfast.testkit.reference;

import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.CheckpointKey;
import dev.holdfast.core.signal.SignalOutbox.LaneLimits;
import dev.holdfast.core.spi.CheckpointReader;
import dev.holdfast.core.spi.CheckpointWriter;
import dev.holdfast.core.spi.ThreadStore;
import dev.holdfast.testkit.reference.signal.ReferenceSignalOutbox;
import java.time.Duration;

/**
 * The storage rules in their plainest form, in memory: what other stores are compared with.
 *
 * <p>Every call is one step under one lock and is answered before it returns.
 */
public final class ReferenceStore {
  private final State state = new State();
  private final ReferenceSignalOutbox outbox;

  /** An empty store, and an outbox of its own. */
  public ReferenceStore() {
    this(new ReferenceSignalOutbox(new LaneLimits(500, 1 << 20, Duration.ofSeconds(5))));
  }

  /** An empty store, whose writes bring their signals into {@code outbox}. */
  public ReferenceStore(ReferenceSignalOutbox outbox) {
    this.outbox = outbox;
  }

  /** Writes into this store. */
  public CheckpointWriter writer() {
    return new ReferenceWriter(state, outbox.acceptance());
  }

  /** Reads this store. */
  public CheckpointReader reader() {
    return new ReferenceReader(state);
  }

  /** Deletes, copies and prunes in this store. */
  public ThreadStore threads() {
    return new ReferenceThreads(state);
  }

  /** Loses a value of a checkpoint, as broken storage would; reads that need it then fail. */
  public void loseValue(CheckpointKey key, ChannelName channel) {
    synchronized (state) {
      Shelf shelf = state.shelf(key.place());
      if (shelf != null) {
        shelf.checkpoints.computeIfPresent(key.id(), (id, row) -> row.withoutValue(channel));
      }
    }
  }
}
