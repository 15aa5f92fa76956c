package dev.holdfast.core.model;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A stored checkpoint with its pending writes, without its values.
 *
 * @param key its key
 * @param parent the one it was derived from
 * @param incarnation the thread's life
 * @param versions every channel
 * @param empty channels without a value
 * @param metadata as put
 * @param skeleton as put
 * @param writes in code point order of {@code (task_path, task_id, idx)}
 */
public record CheckpointRow(
    CheckpointKey key,
    @Nullable CheckpointId parent,
    Incarnation incarnation,
    Map<ChannelName, ChannelVersion> versions,
    Set<ChannelName> empty,
    CheckpointMetadata metadata,
    Blob skeleton,
    List<PendingWrite> writes) {}
