package dev.holdfast.load;

/** Arguments of signals: 100 bytes as JSON, which begin with a number of their own. */
final class Texts {

  private static final int DIGITS = 9;
  private static final String REST = "x".repeat(98 - DIGITS);

  private Texts() {}

  static String of(int number) {
    String digits = Integer.toString(number);
    return "0".repeat(DIGITS - digits.length()) + digits + REST;
  }

  static int number(String text) {
    return Integer.parseInt(text.substring(0, DIGITS));
  }
}
