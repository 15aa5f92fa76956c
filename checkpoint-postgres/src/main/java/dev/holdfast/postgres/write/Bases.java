package dev.holdfast.postgres.write;

import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointKey;
import dev.holdfast.core.model.CheckpointPut;
import dev.holdfast.core.sharing.Layout;
import dev.holdfast.postgres.record.Gathered;
import dev.holdfast.postgres.record.RecordKey;
import dev.holdfast.postgres.view.KnownCheckpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the records that hold the predecessors of the values of a group. */
final class Bases {

  private final Scene scene;

  /** For a put whose parent comes with the group: the stored checkpoint at the end of that line. */
  private final Map<CheckpointKey, @Nullable KnownCheckpoint> origins = new HashMap<>();

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
    KnownCheckpoint origin = parent == null ? null : origin(put, parent, place);
    origins.put(put.key(), origin);
    if (origin == null) {
      return Set.of();
    }
    List<Layout> layouts = new ArrayList<>();
    for (var channel : put.values().keySet()) {
      Layout layout = origin.layouts().get(channel);
      if (layout != null) {
        layouts.add(layout);
      }
    }
    return Gathered.owners(thread.life.number(), layouts);
  }

  private @Nullable KnownCheckpoint origin(
      CheckpointPut put, CheckpointId parent, PlaceScene place) {
    var key = new CheckpointKey(put.key().place(), parent);
    return origins.containsKey(key) ? origins.get(key) : place.find(parent);
  }
}
