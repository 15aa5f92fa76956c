package dev.holdfast.testkit.reference.store;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Words of texts: runs of letters and digits, in lower case. */
final class Words {
  private Words() {}

  /**
   * The share of a text's words that are asked for; NaN if one is missing, or none is asked for.
   */
  static double score(String text, String query) {
    List<String> words = of(text);
    List<String> wanted = of(query);
    if (wanted.isEmpty() || !words.containsAll(wanted)) {
      return Double.NaN;
    }
    return (double) words.stream().filter(wanted::contains).count() / words.size();
  }

  private static List<String> of(String text) {
    return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
