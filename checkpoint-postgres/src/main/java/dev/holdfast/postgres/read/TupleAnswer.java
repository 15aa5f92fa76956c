package dev.holdfast.postgres.read;

import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.CheckpointTuple;
import dev.holdfast.core.model.KnownValue;
import dev.holdfast.core.model.SentValue;
import dev.holdfast.core.model.SplicedValue;
import dev.holdfast.core.sharing.Layout;
import dev.holdfast.core.sharing.Told;
import dev.holdfast.postgres.record.Gathered;
import dev.holdfast.postgres.record.RecordKey;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One checkpoint with its values: those that the caller holds by name, others by splices of them.
 */
final class TupleAnswer {

  private final Assembly assembly;
  private final Found found;
  private final Map<ChannelName, KnownValue> known;
  private final boolean splices;

  private final Map<ChannelName, Told> told = new LinkedHashMap<>();
  private final Set<ChannelName> held = new LinkedHashSet<>();

  TupleAnswer(Assembly assembly, Found found, Map<ChannelName, KnownValue> known, boolean splices) {
    this.assembly = assembly;
    this.found = found;
    this.known = known;
    this.splices = splices;
  }

  Future<CheckpointTuple> read() {
    return assembly
        .homes(List.of(found))
        .compose(
            here -> {
              choose(assembly.layouts(found));
              return assembly.gather(holders());
            })
        .map(here -> tuple());
  }

  private void choose(Map<ChannelName, Layout> layouts) {
    Map<ChannelName, KnownValue> others = new HashMap<>();
    layouts.forEach(
        (channel, layout) -> {
          KnownValue one = known.get(channel);
          if (one != null && isSame(channel, layout, one)) {
            held.add(channel);
            return;
          }
          told.put(channel, Told.whole(layout));
          if (one != null) {
            others.put(channel, one);
          }
        });
    if (splices && !others.isEmpty()) {
      splice(others);
    }
  }

  private boolean isSame(ChannelName channel, Layout layout, KnownValue one) {
    return one.version().equals(found.state().versions().get(channel))
        && one.checksum().equals(layout.checksum());
  }

  private void splice(Map<ChannelName, KnownValue> others) {
    var older = new OlderValues(assembly);
    older.look(new RecordKey(found.incarnation(), found.record().number()), others.values());
    others.forEach(
        (channel, one) ->
            older
                .layout(one)
                .ifPresent(
                    base ->
                        told.computeIfPresent(
                            channel, (name, whole) -> Told.of(whole.layout(), base))));
  }

  private Set<RecordKey> holders() {
    Set<RecordKey> holders = new HashSet<>();
    told.values().forEach(one -> holders.addAll(Gathered.holders(found.incarnation(), one.sent())));
    return holders;
  }

  private CheckpointTuple tuple() {
    Map<ChannelName, SentValue> values = new LinkedHashMap<>();
    told.forEach((channel, one) -> values.put(channel, value(channel, one)));
    var row = found.row(assembly.gathered.contents(found.incarnation()));
    return new CheckpointTuple(row, values, held);
  }

  private SentValue value(ChannelName channel, Told one) {
    KnownValue base = known.get(channel);
    return base == null || one.isWhole()
        ? assembly.value(found.incarnation(), one.layout())
        : new SplicedValue(base, one.splice(assembly.gathered.contents(found.incarnation())));
  }
}
