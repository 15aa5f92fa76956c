package dev.holdfast.postgres.record;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.Stamp;
import dev.holdfast.core.sharing.Layout;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint as its record tells it.
 *
 * @param versions every channel
 * @param empty those without a value
 * @param layouts of values that this record tells
 * @param homes of the other values: number of the record that tells the channel's layout
 * @param skeleton the rest of the checkpoint
 * @param exactMetadata JSON text, where jsonb would not give back what was put
 * @param stamp the put's place among the operations of its saver
 */
public record StoredState(
    Map<ChannelName, ChannelVersion> versions,
    Set<ChannelName> empty,
    Map<ChannelName, Layout> layouts,
    Map<ChannelName, Long> homes,
    StoredBlob skeleton,
    @Nullable Bytes exactMetadata,
    @Nullable Stamp stamp) {}
