package dev.holdfast.postgres.view;

import dev.holdfast.core.model.CheckpointNamespace;
import dev.holdfast.core.model.HistoryPolicy;
import dev.holdfast.core.model.Incarnation;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a server believes of a thread. Only a belief: another server may have written to it. Each
 * append has the database check its life and its last record, and with them everything else is so.
 */
public final class ThreadView {

  /** Namespaces remembered; those used longest ago are forgotten first. */
  private static final int MOST_PLACES = 512;

  private static final int OVERHEAD = 300;

  private final Incarnation life;
  private final long last;
  private final HistoryPolicy history;
  private final Map<CheckpointNamespace, PlaceView> places;
  private final long bytes;

  private ThreadView(
      Incarnation life,
      long last,
      HistoryPolicy history,
      Map<CheckpointNamespace, PlaceView> places,
      long bytes) {
    this.life = life;
    this.last = last;
    this.history = history;
    this.places = places;
    this.bytes = bytes;
  }

  /** A thread of which no namespace is known. */
  public static ThreadView of(Incarnation life, long last, HistoryPolicy history) {
    return new ThreadView(life, last, history, new LinkedHashMap<>(), OVERHEAD);
  }

  /** Its incarnation. */
  public Incarnation life() {
    return life;
  }

  /** Number of its last record. */
  public long last() {
    return last;
  }

  /** What it keeps by itself. */
  public HistoryPolicy history() {
    return history;
  }

  /** What is known of a namespace. */
  public Optional<PlaceView> place(CheckpointNamespace namespace) {
    return Optional.ofNullable(places.get(namespace));
  }

  /** The thread after a commit; does not look at namespaces that did not change. */
  public ThreadView after(long newLast, Map<CheckpointNamespace, PlaceView> changed) {
    var after = new LinkedHashMap<>(places);
    long sum = bytes;
    for (var place : changed.entrySet()) {
      PlaceView old = after.remove(place.getKey());
      after.put(place.getKey(), place.getValue());
      sum += place.getValue().bytes() - (old == null ? 0 : old.bytes());
    }
    Iterator<PlaceView> oldest = after.values().iterator();
    while (after.size() > MOST_PLACES) {
      sum -= oldest.next().bytes();
      oldest.remove();
    }
    return new ThreadView(life, newLast, history, after, sum);
  }

  long bytes() {
    return bytes;
  }
}
