package dev.holdfast.testkit.gen;

import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointKey;
import dev.holdfast.core.model.CheckpointPut;
import dev.holdfast.core.model.CheckpointRow;
import dev.holdfast.core.model.NamespaceKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What a generator knows of a store: what it held lately, and some of what it ever held. */
final class Contents {
  private static final int REMEMBERED = 60;

  private final Random random;
  private final Map<CheckpointKey, Row> rows = new LinkedHashMap<>();
  private final List<Held> ever = new ArrayList<>();

  /** A checkpoint, as far as it matters to the next. */
  private record Row(@Nullable CheckpointId parent, Map<ChannelName, Held> values) {}

  Contents(Random random) {
    this.random = random;
  }

  /** The store holds exactly these, each with its values. */
  void learn(List<CheckpointRow> checkpoints, List<Map<ChannelName, Blob>> values) {
    rows.clear();
    for (int i = 0; i < checkpoints.size(); i++) {
      CheckpointRow row = checkpoints.get(i);
      Map<ChannelName, Held> held = new HashMap<>();
      values
          .get(i)
          .forEach(
              (channel, blob) ->
                  held.put(
                      channel,
                      new Held(Objects.requireNonNull(row.versions().get(channel)), blob)));
      held.values().forEach(this::remember);
      rows.put(row.key(), new Row(row.parent(), held));
    }
  }

  /** Probably the store is about to hold what {@code put} sends whole. */
  void expect(CheckpointPut put) {
    Map<ChannelName, Held> held = new HashMap<>();
    put.values()
        .forEach(
            (channel, value) -> {
              if (value instanceof Blob blob) {
                held.put(
                    channel, new Held(Objects.requireNonNull(put.versions().get(channel)), blob));
              }
            });
    rows.putIfAbsent(put.key(), new Row(put.parent(), held));
  }

  /** The id of a checkpoint of a place, null if there is none. */
  @Nullable CheckpointId id(NamespaceKey place) {
    List<CheckpointId> ids =
        rows.keySet().stream()
            .filter(key -> key.place().equals(place))
            .map(CheckpointKey::id)
            .toList();
    return ids.isEmpty() ? null : ids.get(random.nextInt(ids.size()));
  }

  /** What the base of a splice has to be in a put of {@code key} that names {@code parent}. */
  @Nullable Held base(CheckpointKey key, @Nullable CheckpointId parent, ChannelName channel) {
    Row own = rows.get(key);
    CheckpointId first = own == null ? parent : own.parent();
    return first == null ? null : held(new CheckpointKey(key.place(), first), channel);
  }

  /** The value of a channel of a checkpoint. */
  @Nullable Held held(CheckpointKey key, ChannelName channel) {
    Row row = rows.get(key);
    return row == null ? null : row.values().get(channel);
  }

  /** A value that was there once, null if none was. */
  @Nullable Held any() {
    return ever.isEmpty() ? null : ever.get(random.nextInt(ever.size()));
  }

  private void remember(Held held) {
    if (ever.size() < REMEMBERED) {
      ever.add(held);
    } else if (random.nextInt(REMEMBERED) == 0) {
      ever.set(random.nextInt(REMEMBERED), held);
    }
  }
}
