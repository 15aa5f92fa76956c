package dev.holdfast.postgres.write;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.CheckpointPut;
import dev.holdfast.core.model.KnownValue;
import dev.holdfast.core.model.SentValue;
import dev.holdfast.core.model.SplicedValue;
import dev.holdfast.core.sharing.Content;
import dev.holdfast.core.sharing.Layout;
import dev.holdfast.core.sharing.Sharing;
import dev.holdfast.postgres.view.KnownCheckpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of a checkpoint are.
 *
 * <p>In this order: what the checkpoint itself, put before, has at the same version; what the
 * parent has; what is sent; what the newest checkpoint of the namespace has.
 */
final class ValuesOfPut {

  private final CheckpointPut put;
  private final @Nullable KnownCheckpoint own;
  private final @Nullable KnownCheckpoint parent;
  private final @Nullable KnownCheckpoint newest;

  ValuesOfPut(
      CheckpointPut put,
      @Nullable KnownCheckpoint own,
      @Nullable KnownCheckpoint parent,
      @Nullable KnownCheckpoint newest) {
    this.put = put;
    this.own = own;
    this.parent = parent;
    this.newest = newest;
  }

  /** Channels whose splice is not of the parent's value. */
  List<ChannelName> unknownBases() {
    List<ChannelName> unknown = new ArrayList<>();
    put.values()
        .forEach(
            (channel, value) -> {
              if (value instanceof SplicedValue spliced && base(channel, spliced).isEmpty()) {
                unknown.add(channel);
              }
            });
    return unknown;
  }

  private Optional<Layout> base(ChannelName channel, SplicedValue value) {
    KnownValue base = value.base();
    return stored(parent, channel, base.version())
        .filter(layout -> layout.checksum().equals(base.checksum()));
  }

  /** Channels that have no value, though they should. */
  List<ChannelName> missing() {
    List<ChannelName> missing = new ArrayList<>();
    put.versions()
        .forEach(
            (channel, version) -> {
              if (!put.empty().contains(channel)
                  && !put.values().containsKey(channel)
                  && stored(channel, version).isEmpty()
                  && stored(newest, channel, version).isEmpty()) {
                missing.add(channel);
              }
            });
    return missing;
  }

  private Optional<Layout> stored(ChannelName channel, ChannelVersion version) {
    return stored(own, channel, version).or(() -> stored(parent, channel, version));
  }

  private static Optional<Layout> stored(
      @Nullable KnownCheckpoint checkpoint, ChannelName channel, ChannelVersion version) {
    return checkpoint == null ? Optional.empty() : checkpoint.layout(channel, version);
  }

  /**
   * Lays out the values that there are; new bytes go to {@code content}.
   *
   * @throws Failure a splice is not valid
   */
  Map<ChannelName, Layout> layouts(Sharing sharing, Content content) {
    Map<ChannelName, Layout> layouts = new LinkedHashMap<>();
    put.versions()
        .forEach(
            (channel, version) -> {
              if (!put.empty().contains(channel)) {
                layout(channel, version, sharing, content)
                    .ifPresent(layout -> layouts.put(channel, layout));
              }
            });
    return layouts;
  }

  private Optional<Layout> layout(
      ChannelName channel, ChannelVersion version, Sharing sharing, Content content) {
    SentValue sent = put.values().get(channel);
    Optional<Layout> kept = stored(channel, version);
    if (sent instanceof SplicedValue spliced) {
      int before = content.length();
      Layout layout = spliced(channel, spliced, sharing, content);
      kept.ifPresent(stored -> content.cut(before));
      return Optional.of(kept.orElse(layout));
    } else if (kept.isEmpty() && sent instanceof Blob blob) {
      return Optional.of(sharing.whole(blob, predecessor(channel), content));
    }
    return kept.or(() -> stored(newest, channel, version));
  }

  private Layout spliced(
      ChannelName channel, SplicedValue value, Sharing sharing, Content content) {
    return sharing
        .spliced(value.splice(), base(channel, value).orElseThrow(), content)
        .orElseThrow(
            () ->
                new Failure.InvalidSplice(
                    channel, "the splice does not give the value that it says"));
  }

  /** What the value probably differs little from. */
  private @Nullable Layout predecessor(ChannelName channel) {
    return parent == null ? null : parent.layouts().get(channel);
  }
}
