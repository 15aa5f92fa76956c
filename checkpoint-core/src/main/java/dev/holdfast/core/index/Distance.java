package dev.holdfast.core.index;

import java.util.Locale;

/** How vectors are compared. A score is as in LangGraph's stores: the greater, the nearer. */
public enum Distance {
  /** The score is the cosine of the angle, 0 if a vector has no length. */
  COSINE,
  /** The score is the Euclidean distance, negated. */
  L2,
  /** The score is the sum of the products. */
  INNER_PRODUCT;

  /** How near two vectors of the same dimensions are. */
  public double score(Vector one, Vector other) {
    return switch (this) {
      case COSINE -> cosine(one, other);
      case L2 -> 0 - one.distance(other); // never -0.0
      case INNER_PRODUCT -> one.product(other);
    };
  }

  /** One root of the product: vectors of whole numbers in one direction score exactly 1. */
  private static double cosine(Vector one, Vector other) {
    double squares = one.product(one) * other.product(other);
    return squares == 0 ? 0 : one.product(other) / Math.sqrt(squares);
  }

  /** The name in JSON and SQL: {@code cosine}, {@code l2}, {@code inner_product}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
