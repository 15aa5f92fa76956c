package dev.holdfast.core.model;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint as a saver sends it: with the values that are new only.
 *
 * @param key where it goes
 * @param parent the checkpoint it was derived from
 * @param versions every channel of the checkpoint
 * @param empty those of {@code versions} that have no value, which is not the same as a stored null
 * @param values the new values, of channels in {@code versions} and not in {@code empty}
 * @param metadata merged by the saver
 * @param skeleton the rest of the checkpoint, opaque
 * @param stamp order among the saver's operations
 * @param incarnation life of the thread that the parent was learnt under
 */
public record CheckpointPut(
    CheckpointKey key,
    @Nullable CheckpointId parent,
    Map<ChannelName, ChannelVersion> versions,
    Set<ChannelName> empty,
    Map<ChannelName, SentValue> values,
    CheckpointMetadata metadata,
    Blob skeleton,
    @Nullable Stamp stamp,
    @Nullable Incarnation incarnation)
    implements Append {

  /** What a row costs beside its values, roughly. */
  private static final int ROW_OVERHEAD = 200;

  /** Copies the collections. */
  public CheckpointPut {
    versions = Map.copyOf(versions);
    empty = Set.copyOf(empty);
    values = Map.copyOf(values);
  }

  @Override
  public int rows() {
    return 1 + values.size();
  }

  @Override
  public long representedBytes() {
    long sum = skeleton.length();
    for (SentValue value : values.values()) {
      sum += value.length();
    }
    return sum;
  }

  @Override
  public long bytes() {
    long sum = (long) ROW_OVERHEAD * rows() + skeleton.bytes().length();
    for (SentValue value : values.values()) {
      sum += value.sentBytes();
    }
    return sum;
  }
}
