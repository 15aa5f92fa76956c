package dev.holdfast.postgres.write;

import dev.holdfast.core.model.CheckpointNamespace;
import dev.holdfast.core.model.HistoryPolicy;
import dev.holdfast.core.model.Incarnation;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.postgres.statement.ThreadLocks;
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

  private final ThreadView before;
  private final Map<CheckpointNamespace, PlaceScene> places = new LinkedHashMap<>();
  private long next;

  private ThreadScene(ThreadKey key, ThreadView before, boolean begun) {
    this.key = key;
    this.before = before;
    this.begun = begun;
    this.life = before.life();
    this.last = before.last();
    this.history = before.history();
    this.next = last + 1;
  }

  /** A new thread. */
  static ThreadScene begin(ThreadKey key, Incarnation life) {
    return new ThreadScene(key, ThreadView.of(life, 0, HistoryPolicy.FULL), true);
  }

  /** A thread that is there. */
  static ThreadScene of(ThreadKey key, ThreadView view) {
    return new ThreadScene(key, view, false);
  }

  /** The namespace; one of a new thread is empty, another may not have been looked at. */
  PlaceScene place(CheckpointNamespace namespace) {
    return places.computeIfAbsent(
        namespace,
        added -> before.place(added).map(PlaceScene::new).orElseGet(() -> new PlaceScene(begun)));
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
    return ThreadLocks.name(key);
  }

  /** What to remember for the next group. */
  ThreadView view() {
    Map<CheckpointNamespace, PlaceView> changed = new LinkedHashMap<>();
    places.forEach(
        (namespace, place) -> {
          if (place.isClear()) {
            changed.put(namespace, place.view());
          }
        });
    return before.after(next - 1, changed);
  }
}
