package dev.holdfast.postgres.view;

import dev.holdfast.core.model.CheckpointNamespace;
import dev.holdfast.core.model.HistoryPolicy;
import dev.holdfast.core.model.Incarnation;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a server believes of a thread. Only a belief: another server may have written to it. Each
 * append has the database check the first two, and with them everything else is so.
 *
 * @param life its incarnation
 * @param last number of its last record
 * @param history what it keeps by itself
 * @param places what is known of its namespaces, those used last at the end
 */
public record ThreadView(
    Incarnation life,
    long last,
    HistoryPolicy history,
    Map<CheckpointNamespace, PlaceView> places) {

  private static final int MOST_PLACES = 512;
  private static final int OVERHEAD = 300;

  /** Copies the map, but for the namespaces used longest ago where there are many. */
  public ThreadView {
    var kept = new LinkedHashMap<CheckpointNamespace, PlaceView>();
    int skipped = Math.max(0, places.size() - MOST_PLACES);
    for (var place : places.entrySet()) {
      if (skipped-- <= 0) {
        kept.put(place.getKey(), place.getValue());
      }
    }
    places = kept;
  }

  long bytes() {
    return OVERHEAD + places.values().stream().mapToLong(PlaceView::bytes).sum();
  }
}
