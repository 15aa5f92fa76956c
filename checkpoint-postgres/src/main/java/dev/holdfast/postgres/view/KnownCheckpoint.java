package dev.holdfast.postgres.view;

import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.Stamp;
import dev.holdfast.core.sharing.Layout;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint that puts may build on.
 *
 * @param id its id
 * @param parent the one it was derived from
 * @param number of its record
 * @param stamp its put's place among the operations of its saver
 * @param versions every channel
 * @param layouts of the channels that have a value
 */
public record KnownCheckpoint(
    CheckpointId id,
    @Nullable CheckpointId parent,
    long number,
    @Nullable Stamp stamp,
    Map<ChannelName, ChannelVersion> versions,
    Map<ChannelName, Layout> layouts) {

  private static final int OVERHEAD = 200;
  private static final int CHANNEL_BYTES = 160;
  private static final int PIECE_BYTES = 40;

  /** The value of {@code channel}, if it has one at {@code version}. */
  public Optional<Layout> layout(ChannelName channel, ChannelVersion version) {
    return version.equals(versions.get(channel))
        ? Optional.ofNullable(layouts.get(channel))
        : Optional.empty();
  }

  /** Memory that it takes, roughly; layouts may be shared with others. */
  long bytes() {
    long sum = OVERHEAD + (long) CHANNEL_BYTES * versions.size();
    for (Layout layout : layouts.values()) {
      sum += (long) PIECE_BYTES * layout.pieces().size();
    }
    return sum;
  }
}
