package dev.holdfast.core.index;

import java.util.Arrays;

/** What a model makes of a text: 1 to {@value #MOST} finite numbers. Immutable. */
public final class Vector {

  /** Most dimensions: as many as pgvector can index, as half precision. */
  public static final int MOST = 4000;

  private final float[] values;

  /**
   * Copies the numbers.
   *
   * @throws IllegalArgumentException if there are none or too many, or one is not finite
   */
  public Vector(float[] values) {
    if (values.length == 0 || values.length > MOST) {
      throw new IllegalArgumentException("a vector has 1 to " + MOST + " dimensions");
    }
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException("a vector has finite numbers only");
      }
    }
    this.values = values.clone();
  }

  /** How many numbers. */
  public int dimensions() {
    return values.length;
  }

  /** A copy of the numbers. */
  public float[] toArray() {
    return values.clone();
  }

  /** The sum of the products; both have the same dimensions. */
  public double product(Vector other) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += (double) values[i] * other.values[i];
    }
    return sum;
  }

  /** The Euclidean distance; both have the same dimensions. */
  public double distance(Vector other) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      double difference = (double) values[i] - other.values[i];
      sum += difference * difference;
    }
    return Math.sqrt(sum);
  }

  /** The Euclidean length. */
  public double length() {
    return Math.sqrt(product(this));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Vector vector && Arrays.equals(values, vector.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  /** The number of dimensions only: the rest is made of user data. */
  @Override
  public String toString() {
    return "Vector[" + values.length + "]";
  }
}
