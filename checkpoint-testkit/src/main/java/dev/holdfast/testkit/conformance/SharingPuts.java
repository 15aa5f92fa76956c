package dev.holdfast.testkit.conformance;

import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointKey;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.testkit.gen.Edits;
import dev.holdfast.testkit.gen.Fixtures;
import dev.holdfast.testkit.gen.Held;
import dev.holdfast.testkit.gen.PutBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Random puts whose outcome is plain: a new checkpoint has what its parent has but for the channels
 * that go to the next version; one that is put again has what it had but for those of new versions.
 */
final class SharingPuts {
  private static final List<String> CHANNELS = List.of("a", "b", "c", "d");
  private static final int RUNS = 8;
  private static final int REMEMBERED = 50;

  private final Random random;
  private final Edits edits;
  private final Ledger ledger;
  private final List<Blob> ever = new ArrayList<>();
  private int counter;

  SharingPuts(Random random, Ledger ledger) {
    this.random = random;
    this.edits = new Edits(random);
    this.ledger = ledger;
  }

  /** A put of a new id, written down. */
  Append fresh(NamespaceKey place) {
    counter++;
    int order = random.nextInt(4) == 0 ? random.nextInt(counter) : counter;
    var key = new CheckpointKey(place, Fixtures.id("%04d-%d".formatted(order, counter)));
    CheckpointId parent = parent(place);
    String run = "run " + random.nextInt(RUNS);
    var put = Fixtures.put(place, key.id().value()).meta("run_id", run);
    if (parent != null) {
      put.parent(parent.value());
    }
    Ledger.Row from = row(place, parent);
    Map<ChannelName, ChannelVersion> versions = new HashMap<>(from.versions());
    Map<ChannelName, Blob> values = new HashMap<>(from.values());
    for (String channel : CHANNELS) {
      next(put, channel, from, versions, values);
    }
    ledger.rows.put(key, new Ledger.Row(parent, run, versions, values, List.of()));
    return put.build();
  }

  /** Mostly the last one put, sometimes any. */
  private @Nullable CheckpointId parent(NamespaceKey place) {
    List<CheckpointKey> stored = ledger.at(place);
    if (stored.isEmpty() || random.nextInt(30) == 0) {
      return null;
    }
    int at = random.nextInt(4) > 0 ? stored.size() - 1 : random.nextInt(stored.size());
    return stored.get(at).id();
  }

  private Ledger.Row row(NamespaceKey place, @Nullable CheckpointId id) {
    var nothing = new Ledger.Row(null, "", Map.of(), Map.of(), List.of());
    return id == null ? nothing : ledger.rows.getOrDefault(new CheckpointKey(place, id), nothing);
  }

  /** Leaves a channel as it is, empties it, or gives it another value at the next version. */
  private void next(
      PutBuilder put,
      String name,
      Ledger.Row from,
      Map<ChannelName, ChannelVersion> versions,
      Map<ChannelName, Blob> values) {
    var channel = new ChannelName(name);
    ChannelVersion old = versions.get(channel);
    int dice = random.nextInt(20);
    if (old != null && dice < 9) {
      leave(put, name, old, values.containsKey(channel));
    } else if (old != null || dice < 15) {
      int version = old == null ? 1 : Integer.parseInt(old.text()) + 1;
      versions.put(channel, ChannelVersion.of(version));
      values.remove(channel);
      if (dice == 9) {
        put.empty(name, version);
      } else {
        values.put(channel, send(put, name, version, from.held(channel)));
      }
    }
  }

  /** What is stored stays, also if other bytes come. */
  private void leave(PutBuilder put, String name, ChannelVersion version, boolean valued) {
    if (!valued) {
      put.empty(name, Integer.parseInt(version.text()));
    } else if (random.nextInt(6) == 0) {
      put.value(name, version, edits.fresh());
    } else {
      put.kept(name, version);
    }
  }

  /** Sends another value, whole or as a splice of {@code base}. */
  private Blob send(PutBuilder put, String name, long version, @Nullable Held base) {
    int dice = random.nextInt(10);
    Blob value;
    if (base != null && dice < 8) {
      var edit = edits.of(base.blob());
      value = edit.value();
      if (dice < 5) {
        put.spliced(name, version, base, edit.splice());
      } else {
        put.value(name, ChannelVersion.of(version), value);
      }
    } else {
      value = dice == 8 || ever.isEmpty() ? edits.fresh() : ever.get(random.nextInt(ever.size()));
      put.value(name, ChannelVersion.of(version), value);
    }
    remember(value);
    return value;
  }

  private void remember(Blob value) {
    if (ever.size() < REMEMBERED) {
      ever.add(value);
    } else {
      ever.set(random.nextInt(REMEMBERED), value);
    }
  }

  /** Puts {@code key} again, with other bytes for old versions and one value of a new version. */
  Append again(CheckpointKey key) {
    Ledger.Row row = Objects.requireNonNull(ledger.rows.get(key));
    Map<ChannelName, ChannelVersion> versions = new HashMap<>(row.versions());
    Map<ChannelName, Blob> values = new HashMap<>(row.values());
    var put = Fixtures.put(key.place(), key.id().value()).meta("run_id", row.run());
    CheckpointId another = parent(key.place());
    if (another != null) {
      put.parent(another.value());
    }
    String changed = CHANNELS.get(random.nextInt(CHANNELS.size()));
    row.versions()
        .forEach(
            (channel, version) -> {
              if (!channel.value().equals(changed)) {
                leave(put, channel.value(), version, values.containsKey(channel));
              }
            });
    var channel = new ChannelName(changed);
    int version = 1000 + ++counter;
    versions.put(channel, ChannelVersion.of(version));
    values.put(channel, send(put, changed, version, row(key.place(), row.parent()).held(channel)));
    ledger.rows.put(key, new Ledger.Row(row.parent(), row.run(), versions, values, row.writes()));
    return put.build();
  }
}
