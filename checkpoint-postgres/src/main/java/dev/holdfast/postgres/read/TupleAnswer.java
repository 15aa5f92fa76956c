package dev.holdfast.postgres.read;

import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.CheckpointTuple;
import dev.holdfast.core.model.KnownValue;
import dev.holdfast.core.model.SentValue;
import dev.holdfast.core.sharing.Layout;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One checkpoint with its values. */
final class TupleAnswer {

  private final Assembly assembly;
  private final Found found;
  private final Map<ChannelName, KnownValue> known;

  TupleAnswer(Assembly assembly, Found found, Map<ChannelName, KnownValue> known) {
    this.assembly = assembly;
    this.found = found;
    this.known = known;
  }

  Future<CheckpointTuple> read() {
    return assembly.homes(List.of(found)).compose(here -> values());
  }

  private Future<CheckpointTuple> values() {
    Map<ChannelName, Layout> layouts = new LinkedHashMap<>(assembly.layouts(found));
    Set<ChannelName> held = new LinkedHashSet<>();
    layouts.forEach(
        (channel, layout) -> {
          if (isKnown(channel, layout)) {
            held.add(channel);
          }
        });
    layouts.keySet().removeAll(held);
    return assembly.bytes(found.incarnation(), layouts.values()).map(here -> tuple(layouts, held));
  }

  private boolean isKnown(ChannelName channel, Layout layout) {
    KnownValue one = known.get(channel);
    return one != null
        && one.version().equals(found.state().versions().get(channel))
        && one.checksum().equals(layout.checksum());
  }

  private CheckpointTuple tuple(Map<ChannelName, Layout> layouts, Set<ChannelName> held) {
    Map<ChannelName, SentValue> values = new LinkedHashMap<>();
    layouts.forEach(
        (channel, layout) -> values.put(channel, assembly.value(found.incarnation(), layout)));
    var row = found.row(assembly.gathered.contents(found.incarnation()));
    return new CheckpointTuple(row, values, held);
  }
}
