package dev.holdfast.core.store.indexing;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/**
 * Numbers as Python writes them: of a float the fewest digits that give it back.
 *
 * <p>{@link Double#toString} of Java 17 gives more digits than needed for some.
 */
final class PythonNumber {
  /** Decimals of so many digits are told apart by every normal double. */
  private static final int SAFE_DIGITS = 15;

  /** As many as any double needs. */
  private static final int MOST_DIGITS = 17;

  /** Where {@code repr} begins to write exponents. */
  private static final int LEAST_EXPONENT = -4;

  private static final int MOST_EXPONENT = 16;

  private PythonNumber() {}

  /** As {@code str(number)} writes it; what no float can hold is written with all of its digits. */
  static String text(Number number) {
    if (number instanceof Double || number instanceof BigDecimal) {
      double value = number.doubleValue();
      return Double.isFinite(value) ? repr(value) : number.toString();
    }
    return number.toString();
  }

  private static String repr(double value) {
    if (value == 0) {
      return 1 / value < 0 ? "-0.0" : "0.0";
    }
    BigDecimal shortest = shortest(Math.abs(value)).stripTrailingZeros();
    String digits = shortest.unscaledValue().toString();
    int exponent = digits.length() - 1 - shortest.scale();
    String sign = value < 0 ? "-" : "";
    return exponent < LEAST_EXPONENT || exponent >= MOST_EXPONENT
        ? sign + scientific(digits, exponent)
        : sign + withPoint(shortest);
  }

  private static String withPoint(BigDecimal decimal) {
    String plain = decimal.toPlainString();
    return plain.indexOf('.') < 0 ? plain + ".0" : plain;
  }

  private static String scientific(String digits, int exponent) {
    String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
    int size = Math.abs(exponent);
    return digits.charAt(0)
        + fraction
        + (exponent < 0 ? "e-" : "e+")
        + (size < 10 ? "0" : "")
        + size;
  }

  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    int first = value < Double.MIN_NORMAL ? 1 : SAFE_DIGITS;
    for (int digits = first; digits < MOST_DIGITS; digits++) {
      for (BigDecimal rounded : nearestFirst(exact, digits)) {
        if (rounded.doubleValue() == value) {
          return rounded;
        }
      }
    }
    return exact.round(new MathContext(MOST_DIGITS, RoundingMode.HALF_EVEN));
  }

  /** Below a power of two the doubles lie closer: the second nearest may give it back. */
  private static List<BigDecimal> nearestFirst(BigDecimal exact, int digits) {
    BigDecimal near = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
    boolean below = near.compareTo(exact) < 0;
    RoundingMode other = below ? RoundingMode.CEILING : RoundingMode.FLOOR;
    return List.of(near, exact.round(new MathContext(digits, other)));
  }
}
