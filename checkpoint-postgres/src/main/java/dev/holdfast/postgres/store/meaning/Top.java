package dev.holdfast.postgres.store.meaning;

import java.util.List;
import java.util.PriorityQueue;

/** The best hits of many. Not thread-safe. */
final class Top {

  private final PriorityQueue<Hit> worstFirst = new PriorityQueue<>(Hit.BEST_FIRST.reversed());
  private final int most;

  Top(int most) {
    this.most = most;
  }

  /** Whether a hit with this score may be one of them. */
  boolean hasRoomFor(double score) {
    Hit worst = worstFirst.peek();
    return worst == null || worstFirst.size() < most || score >= worst.score();
  }

  void add(Hit hit) {
    worstFirst.add(hit);
    if (worstFirst.size() > most) {
      worstFirst.remove();
    }
  }

  /** Best first. */
  List<Hit> hits() {
    return worstFirst.stream().sorted(Hit.BEST_FIRST).toList();
  }
}
