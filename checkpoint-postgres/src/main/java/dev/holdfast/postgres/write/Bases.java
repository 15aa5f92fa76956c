package dev.holdfast.postgres.write;

import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointKey;
import dev.holdfast.core.model.CheckpointPut;
import dev.holdfast.core.sharing.Layout;
import dev.holdfast.postgres.record.Gathered;
import dev.holdfast.postgres.record.RecordKey;
import dev.holdfast.postgres.view.KnownCheckpoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the records that hold the predecessors of the values of a group. */
final class Bases {

  private final Scene scene;

  /** For a put of the group: the stored checkpoints that its values may come from. */
  private final Map<CheckpointKey, Set<KnownCheckpoint>> sources = new HashMap<>();

  Bases(Scene scene) {
    this.scene = scene;
  }

  Set<RecordKey> of(List<Append> group) {
    Set<RecordKey> owners = new HashSet<>();
    for (Append append : group) {
      ThreadScene thread = scene.find(append.key().thread());
      if (thread != null && append instanceof CheckpointPut put) {
        owners.addAll(of(put, thread));
      }
    }
    return owners;
  }

  private Set<RecordKey> of(CheckpointPut put, ThreadScene thread) {
    PlaceScene place = thread.place(put.key().place().namespace());
    KnownCheckpoint own = place.find(put.key().id());
    CheckpointId parent = own == null ? put.parent() : own.parent();
    Set<KnownCheckpoint> before = parent == null ? Set.of() : ofParent(put, parent, place);
    Set<KnownCheckpoint> after = identitySet(before);
    Stream.of(own, place.newest()).filter(Objects::nonNull).forEach(after::add);
    after.addAll(sources.getOrDefault(put.key(), Set.of()));
    sources.put(put.key(), after);
    List<Layout> layouts = new ArrayList<>();
    for (KnownCheckpoint source : before) {
      for (ChannelName channel : put.values().keySet()) {
        Optional.ofNullable(source.layouts().get(channel)).ifPresent(layouts::add);
      }
    }
    return Gathered.owners(thread.life.number(), layouts);
  }

  private Set<KnownCheckpoint> ofParent(CheckpointPut put, CheckpointId parent, PlaceScene place) {
    Set<KnownCheckpoint> found =
        identitySet(sources.getOrDefault(new CheckpointKey(put.key().place(), parent), Set.of()));
    Optional.ofNullable(place.find(parent)).ifPresent(found::add);
    return found;
  }

  /** Their hash codes would go through every piece of every value. */
  private static Set<KnownCheckpoint> identitySet(Set<KnownCheckpoint> elements) {
    Set<KnownCheckpoint> set = Collections.newSetFromMap(new IdentityHashMap<>());
    set.addAll(elements);
    return set;
  }
}
