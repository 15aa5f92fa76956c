package dev.holdfast.core.store.indexing;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes one list out of two that were ranked by different things: reciprocal rank fusion. */
public final class Ranking {

  private static final double SMOOTHING = 60;
  private static final int LEAST_DEPTH = 100;
  private static final int DEPTH_FACTOR = 4;

  private Ranking() {}

  /**
   * What was found, and how well.
   *
   * @param score the sum of {@code 1 / (60 + rank)} over the lists that have it; ranks begin at 1
   */
  public record Ranked<T>(T found, double score) {}

  /** Where each of the lists is cut off, of which a page is made. */
  public static int depth(int limit, int offset) {
    long wanted = DEPTH_FACTOR * ((long) limit + offset);
    return (int) Math.min(Integer.MAX_VALUE, Math.max(LEAST_DEPTH, wanted));
  }

  /**
   * Fuses lists, best first.
   *
   * @param lists each best first, none twice in one; equal elements of two lists are the same
   * @param ties orders what has one score
   */
  public static <T> List<Ranked<T>> fused(List<List<T>> lists, Comparator<? super T> ties) {
    Map<T, Double> scores = new LinkedHashMap<>();
    for (List<T> list : lists) {
      for (int i = 0; i < list.size(); i++) {
        scores.merge(list.get(i), 1 / (SMOOTHING + 1 + i), Double::sum);
      }
    }
    Comparator<Ranked<T>> bestFirst = (one, other) -> Double.compare(other.score(), one.score());
    return scores.entrySet().stream()
        .map(entry -> new Ranked<>(entry.getKey(), entry.getValue()))
        .sorted(bestFirst.thenComparing(Ranked::found, ties))
        .toList();
  }
}
