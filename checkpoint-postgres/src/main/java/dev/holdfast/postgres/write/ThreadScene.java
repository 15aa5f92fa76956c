package dev.holdfast.postgres.write;

import dev.holdfast.core.model.CheckpointNamespace;
import dev.holdfast.core.model.HistoryPolicy;
import dev.holdfast.core.model.Incarnation;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.postgres.view.PlaceView;
import dev.holdfast.postgres.view.ThreadView;
import java.util.LinkedHashMap;
import java.util.Map;

/** A thread as a group finds it, and as the group changes it. */
final class ThreadScene {

  final ThreadKey key;
  final Incarnation life;

  /** Whether the group begins the thread. */
  final boolean begun;

  /** Number of its last record before the group. */
  final long last;

  final HistoryPolicy history;

  private final Map<CheckpointNamespace, PlaceScene> places = new LinkedHashMap<>();
  private long next;

  /** A thread that is there. */
  ThreadScene(ThreadKey key, Incarnation life, long last, HistoryPolicy history) {
    this(key, life, last, history, false);
  }

  private ThreadScene(
      ThreadKey key, Incarnation life, long last, HistoryPolicy history, boolean begun) {
    this.key = key;
    this.life = life;
    this.begun = begun;
    this.last = last;
    this.history = history;
    this.next = last + 1;
  }

  /** A new thread. */
  static ThreadScene begin(ThreadKey key, Incarnation life) {
    return new ThreadScene(key, life, 0, HistoryPolicy.FULL, true);
  }

  static ThreadScene of(ThreadKey key, ThreadView view) {
    var scene = new ThreadScene(key, view.life(), view.last(), view.history());
    view.places().forEach((namespace, place) -> scene.places.put(namespace, new PlaceScene(place)));
    return scene;
  }

  PlaceScene place(CheckpointNamespace namespace) {
    return places.computeIfAbsent(namespace, added -> new PlaceScene(begun));
  }

  /** Moves the namespace to the end: it is used. */
  void touch(CheckpointNamespace namespace) {
    PlaceScene place = places.remove(namespace);
    if (place != null) {
      places.put(namespace, place);
    }
  }

  /** The number of the record that comes next. */
  long number() {
    return next++;
  }

  /** The number given last is not used. */
  void takeBack(long number) {
    if (number == next - 1) {
      next = number;
    }
  }

  String lock() {
    return key.tenant().value() + "/" + key.thread().value();
  }

  ThreadView view() {
    Map<CheckpointNamespace, PlaceView> views = new LinkedHashMap<>();
    places.forEach(
        (namespace, place) -> {
          if (place.isClear()) {
            views.put(namespace, place.view());
          }
        });
    return new ThreadView(life, next - 1, history, views);
  }
}
