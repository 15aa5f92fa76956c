package dev.holdfast.postgres.view;

import dev.holdfast.core.model.ThreadKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The views of the threads that were written to last, up to a number of bytes. Thread-safe. */
public final class Views {

  private record Held(ThreadView view, long bytes) {}

  private final long mostBytes;
  private final Map<ThreadKey, Held> held = new LinkedHashMap<>();
  private long bytes;

  /** No views yet; together they take at most {@code mostBytes}. */
  public Views(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /**
   * Takes the view of a thread away: whoever writes to it gives it back when that has succeeded.
   */
  public synchronized Optional<ThreadView> take(ThreadKey thread) {
    Held taken = held.remove(thread);
    if (taken == null) {
      return Optional.empty();
    }
    bytes -= taken.bytes;
    return Optional.of(taken.view);
  }

  /** Keeps the view of a thread. */
  public synchronized void give(ThreadKey thread, ThreadView view) {
    take(thread);
    held.put(thread, new Held(view, view.bytes()));
    bytes += view.bytes();
    var eldest = held.values().iterator();
    while (bytes > mostBytes) {
      bytes -= eldest.next().bytes;
      eldest.remove();
    }
  }
}
