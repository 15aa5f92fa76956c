package dev.holdfast.postgres.read;

import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.CheckpointKey;
import dev.holdfast.core.model.CheckpointRow;
import dev.holdfast.core.model.Checksum;
import dev.holdfast.core.model.HistoryCursor;
import dev.holdfast.core.model.HistoryPage;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.PageValue;
import dev.holdfast.core.sharing.Layout;
import dev.holdfast.core.sharing.Told;
import dev.holdfast.postgres.record.Gathered;
import dev.holdfast.postgres.record.RecordKey;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A page of history: checkpoints until their bytes pass a bound, each value once. */
final class PageAnswer {

  private final Assembly assembly;
  private final long candidates;
  private final boolean splices;

  private final List<Found> page = new ArrayList<>();
  private final List<Map<ChannelName, Integer>> places = new ArrayList<>();
  private final List<Value> values = new ArrayList<>();
  private final Map<Named, Integer> indexes = new HashMap<>();
  private final Map<List<Object>, Integer> lastOf = new HashMap<>();

  /** A value of the page; {@code base} is the index of what it is a splice of, if it is one. */
  private record Value(long incarnation, int base, Told told) {}

  private record Named(
      NamespaceKey place,
      ChannelName channel,
      @Nullable ChannelVersion version,
      String codec,
      Checksum checksum,
      int length) {}

  PageAnswer(Assembly assembly, long candidates, boolean splices) {
    this.assembly = assembly;
    this.candidates = candidates;
    this.splices = splices;
  }

  Future<HistoryPage> read(List<Found> found, long maxBytes) {
    return assembly
        .homes(found)
        .compose(
            here -> {
              choose(found, maxBytes);
              return assembly.gather(owners());
            })
        .map(here -> answer());
  }

  /** The first one is always taken, or nobody would ever see it. */
  private void choose(List<Found> found, long maxBytes) {
    long left = maxBytes;
    for (Found one : found) {
      int valuesBefore = values.size();
      Map<ChannelName, Integer> at = places(one);
      left -= one.ownBytes();
      for (Value added : values.subList(valuesBefore, values.size())) {
        left -= added.told.sentBytes();
      }
      if (left < 0 && !page.isEmpty()) {
        values.subList(valuesBefore, values.size()).clear();
        return;
      }
      page.add(one);
      places.add(at);
    }
  }

  private Map<ChannelName, Integer> places(Found found) {
    Map<ChannelName, Integer> at = new LinkedHashMap<>();
    assembly
        .layouts(found)
        .forEach((channel, layout) -> at.put(channel, index(found, channel, layout)));
    return at;
  }

  private int index(Found found, ChannelName channel, Layout layout) {
    var place = found.key().place();
    var version = found.state().versions().get(channel);
    var named =
        new Named(place, channel, version, layout.codec(), layout.checksum(), layout.length());
    return indexes.computeIfAbsent(named, added -> add(found, channel, layout));
  }

  private int add(Found found, ChannelName channel, Layout layout) {
    int index = values.size();
    Integer last = lastOf.put(List.of(found.key().place(), channel), index);
    Told told =
        splices && last != null
            ? Told.of(layout, values.get(last).told.layout())
            : Told.whole(layout);
    values.add(new Value(found.incarnation(), last == null ? 0 : last, told));
    return index;
  }

  private Set<RecordKey> owners() {
    Set<RecordKey> owners = new HashSet<>();
    for (Value value : values) {
      owners.addAll(Gathered.holders(value.incarnation, value.told.sent()));
    }
    return owners;
  }

  private HistoryPage answer() {
    List<CheckpointRow> rows =
        page.stream()
            .map(found -> found.row(assembly.gathered.contents(found.incarnation())))
            .toList();
    boolean more = candidates > page.size() && !page.isEmpty();
    return new HistoryPage(
        rows,
        places,
        values.stream().map(this::value).toList(),
        more ? cursor(page.get(page.size() - 1).key()) : null);
  }

  private PageValue value(Value value) {
    return value.told.isWhole()
        ? new PageValue.Whole(assembly.value(value.incarnation, value.told.layout()))
        : new PageValue.Spliced(
            value.base, value.told.splice(assembly.gathered.contents(value.incarnation)));
  }

  private static HistoryCursor cursor(CheckpointKey last) {
    return new HistoryCursor(last.id(), last.thread().thread(), last.place().namespace());
  }
}
