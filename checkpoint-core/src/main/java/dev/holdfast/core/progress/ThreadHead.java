package dev.holdfast.core.progress;

import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.CheckpointKey;
import dev.holdfast.core.model.Incarnation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The newest checkpoint of a thread's root namespace, as far as progress is judged by it.
 *
 * @param key its key
 * @param incarnation the thread's life
 * @param channels every channel
 * @param empty channels without a value
 * @param collected the values of those that {@link LangGraphChannels#collects}
 * @param writes its pending writes
 * @param lastNumber number of the last record of the thread, of any namespace
 * @param movedAt when that record was committed, by the database's clock
 */
public record ThreadHead(
    CheckpointKey key,
    Incarnation incarnation,
    Set<ChannelName> channels,
    Set<ChannelName> empty,
    Map<ChannelName, Blob> collected,
    List<HeadWrite> writes,
    long lastNumber,
    Instant movedAt) {

  /** Copies the collections. */
  public ThreadHead {
    channels = Set.copyOf(channels);
    empty = Set.copyOf(empty);
    collected = Map.copyOf(collected);
    writes = List.copyOf(writes);
  }

  /** How far the run is. */
  public Progress progress() {
    return Interrupts.open(writes)
        ? Progress.INTERRUPTED
        : LangGraphChannels.progress(channels, empty, collected::get);
  }
}
