package dev.holdfast.core.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one task produced during a superstep.
 *
 * @param key the checkpoint the superstep started from; it need not be stored yet
 * @param writes 0 to 10000 writes of one call
 * @param stamp order among the saver's operations
 * @param incarnation life of the thread that the checkpoint was learnt under
 */
public record WritesPut(
    CheckpointKey key,
    List<PendingWrite> writes,
    @Nullable Stamp stamp,
    @Nullable Incarnation incarnation)
    implements Append {

  private static final int ROW_OVERHEAD = 200;

  /** Copies the list. */
  public WritesPut {
    writes = List.copyOf(writes);
  }

  @Override
  public int rows() {
    return writes.size();
  }

  @Override
  public long representedBytes() {
    return writes.stream().mapToLong(write -> write.blob().length()).sum();
  }

  @Override
  public long bytes() {
    return representedBytes() + (long) ROW_OVERHEAD * writes.size();
  }
}
