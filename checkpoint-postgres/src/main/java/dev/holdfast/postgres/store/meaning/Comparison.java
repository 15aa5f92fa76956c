package dev.holdfast.postgres.store.meaning;

import dev.holdfast.core.index.Distance;
import dev.holdfast.core.index.Vector;
import java.util.List;

/** Compares items with a query and remembers the best. Used by one at a time. */
final class Comparison {

  /** Sums that do not wait for each other, so that the processor adds several at once. */
  private static final int LANES = 8;

  private final Distance distance;
  private final float[] query;
  private final double square;
  private final Top top;

  Comparison(Distance distance, Vector query, int most) {
    this.distance = distance;
    this.query = query.toArray();
    this.square = query.product(query);
    this.top = new Top(most);
  }

  /** The nearest vector counts. */
  void add(Known item) {
    double best = Double.NEGATIVE_INFINITY;
    for (float[] vector : item.vectors()) {
      best = Math.max(best, score(vector));
    }
    if (top.hasRoomFor(best)) {
      top.add(new Hit(item.key(), item.updatedAt(), best));
    }
  }

  List<Hit> hits() {
    return top.hits();
  }

  private double score(float[] vector) {
    return switch (distance) {
      case COSINE -> cosine(vector);
      case L2 -> 0 - Math.sqrt(squares(vector)); // never -0.0
      case INNER_PRODUCT -> product(query, vector);
    };
  }

  private double cosine(float[] vector) {
    double squares = square * product(vector, vector);
    return squares == 0 ? 0 : product(query, vector) / Math.sqrt(squares);
  }

  private static double product(float[] one, float[] other) {
    float[] sums = new float[LANES];
    int whole = one.length - one.length % LANES;
    for (int i = 0; i < whole; i += LANES) {
      for (int lane = 0; lane < LANES; lane++) {
        sums[lane] += one[i + lane] * other[i + lane];
      }
    }
    double sum = sum(sums);
    for (int i = whole; i < one.length; i++) {
      sum += (double) one[i] * other[i];
    }
    return sum;
  }

  private double squares(float[] vector) {
    float[] sums = new float[LANES];
    int whole = query.length - query.length % LANES;
    for (int i = 0; i < whole; i += LANES) {
      for (int lane = 0; lane < LANES; lane++) {
        float difference = query[i + lane] - vector[i + lane];
        sums[lane] += difference * difference;
      }
    }
    double sum = sum(sums);
    for (int i = whole; i < query.length; i++) {
      double difference = (double) query[i] - vector[i];
      sum += difference * difference;
    }
    return sum;
  }

  private static double sum(float[] sums) {
    double sum = 0;
    for (float lane : sums) {
      sum += lane;
    }
    return sum;
  }
}
