package dev.holdfast.testkit.reference;

import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.ChannelVersion;
import dev.holdfast.core.model.CheckpointRow;
import dev.holdfast.core.model.HistoryCursor;
import dev.holdfast.core.model.HistoryPage;
import dev.holdfast.core.model.HistoryQuery;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.PageValue;
import dev.holdfast.core.model.ThreadKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One page of a history. */
final class Listing {
  private static final Comparator<HistoryCursor> NEWEST_FIRST =
      Comparator.comparing((HistoryCursor at) -> at.id().value(), Utf8Order.UTF8)
          .thenComparing(at -> at.thread().value(), Utf8Order.UTF8)
          .thenComparing(at -> at.namespace().value(), Utf8Order.UTF8)
          .reversed();

  /** A checkpoint with where it lies. */
  private record Found(HistoryCursor at, StoredCheckpoint row, ThreadLife life, Shelf shelf) {
    Map<ChannelName, Placed> values() {
      NamespaceKey place = row.put().key().place();
      return row.valued().stream()
          .collect(
              Collectors.toMap(
                  name -> name,
                  name -> new Placed(place, name, row.version(name), row.declared(name))));
    }
  }

  /** What makes two values of a page the same. */
  private record Placed(
      NamespaceKey place, ChannelName channel, ChannelVersion version, Blob blob) {}

  private final State state;
  private final HistoryQuery query;

  Listing(State state, HistoryQuery query) {
    this.state = state;
    this.query = query;
  }

  HistoryPage page() {
    List<Found> matching = matching();
    List<CheckpointRow> rows = new ArrayList<>();
    Map<Placed, Integer> values = new LinkedHashMap<>();
    long bytes = 0;
    for (Found found : matching) {
      List<Placed> more = new ArrayList<>(found.values().values());
      more.removeAll(values.keySet());
      bytes += more.stream().mapToLong(value -> value.blob().length()).sum();
      if (rows.size() >= query.limit() || (!rows.isEmpty() && bytes > query.maxBytes())) {
        break;
      }
      rows.add(ReferenceReader.row(found.row(), found.life(), found.shelf()));
      more.forEach(value -> values.put(value, values.size()));
    }
    return page(matching, rows, values);
  }

  private static HistoryPage page(
      List<Found> matching, List<CheckpointRow> rows, Map<Placed, Integer> values) {
    boolean more = !rows.isEmpty() && rows.size() < matching.size();
    List<Map<ChannelName, Integer>> places = new ArrayList<>();
    for (Found found : matching.subList(0, rows.size())) {
      Map<ChannelName, Integer> at = new HashMap<>();
      found.values().forEach((channel, value) -> at.put(channel, values.get(value)));
      places.add(at);
    }
    return new HistoryPage(
        rows,
        places,
        values.keySet().stream()
            .<PageValue>map(value -> new PageValue.Whole(value.blob()))
            .toList(),
        more ? matching.get(rows.size() - 1).at() : null);
  }

  private List<Found> matching() {
    List<Found> matching = new ArrayList<>();
    state.threads.forEach((thread, life) -> collect(thread, life, matching));
    matching.sort(Comparator.comparing(Found::at, NEWEST_FIRST));
    return matching;
  }

  private void collect(ThreadKey thread, ThreadLife life, List<Found> matching) {
    life.shelves.forEach(
        (namespace, shelf) ->
            shelf.checkpoints.forEach(
                (id, row) -> {
                  var at = new HistoryCursor(id, thread.thread(), namespace);
                  if (thread.tenant().equals(query.tenant()) && wanted(at, row)) {
                    matching.add(new Found(at, row, life, shelf));
                  }
                }));
  }

  private boolean wanted(HistoryCursor at, StoredCheckpoint row) {
    return (query.thread() == null || query.thread().equals(at.thread()))
        && (query.namespace() == null || query.namespace().equals(at.namespace()))
        && (query.id() == null || query.id().equals(at.id()))
        && (query.before() == null
            || Utf8Order.UTF8.compare(at.id().value(), query.before().value()) < 0)
        && (query.after() == null || NEWEST_FIRST.compare(at, query.after()) > 0)
        && Containment.contains(row.metadata(), query.filter().entries());
  }
}
