package dev.holdfast.testkit.reference;

import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.CheckpointRow;
import dev.holdfast.core.model.HistoryCursor;
import dev.holdfast.core.model.HistoryPage;
import dev.holdfast.core.model.HistoryQuery;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.core.model.ValueKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One page of a history. */
final class Listing {
  private static final Comparator<HistoryCursor> NEWEST_FIRST =
      Comparator.comparing((HistoryCursor at) -> at.id().value(), Utf8Order.UTF8)
          .thenComparing(at -> at.thread().value(), Utf8Order.UTF8)
          .thenComparing(at -> at.namespace().value(), Utf8Order.UTF8)
          .reversed();

  /** A checkpoint with where it lies. */
  private record Found(HistoryCursor at, StoredCheckpoint row, ThreadLife life, Shelf shelf) {}

  private final State state;
  private final HistoryQuery query;

  Listing(State state, HistoryQuery query) {
    this.state = state;
    this.query = query;
  }

  HistoryPage page() {
    List<Found> matching = matching();
    List<CheckpointRow> rows = new ArrayList<>();
    Map<ValueKey, Blob> values = new HashMap<>();
    long bytes = 0;
    for (Found found : matching) {
      Map<ValueKey, Blob> more = values(found);
      more.keySet().removeAll(values.keySet());
      bytes += more.values().stream().mapToLong(blob -> blob.bytes().length()).sum();
      if (rows.size() >= query.limit() || (!rows.isEmpty() && bytes > query.maxBytes())) {
        break;
      }
      rows.add(ReferenceReader.row(found.row(), found.life(), found.shelf()));
      values.putAll(more);
    }
    boolean more = !rows.isEmpty() && rows.size() < matching.size();
    return new HistoryPage(rows, values, more ? matching.get(rows.size() - 1).at() : null);
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

  private static Map<ValueKey, Blob> values(Found found) {
    Map<ValueKey, Blob> values = new HashMap<>();
    found
        .row()
        .put()
        .versions()
        .forEach(
            (channel, version) -> {
              if (found.row().valued(channel)) {
                values.put(
                    new ValueKey(found.row().put().key().place(), channel, version),
                    found.shelf().declared(channel, version));
              }
            });
    return values;
  }
}
