package dev.holdfast.postgres.statement;

import java.util.ArrayList;
import java.util.List;

/** The labels of namespaces as statements take them. */
public final class Labels {

  /** The least that can stand behind a label to make another one. */
  private static final char LEAST = '\u0001';

  private Labels() {}

  /** The text of an array, where a parameter holds several. */
  public static String literal(List<String> labels) {
    var text = new StringBuilder("{");
    for (String label : labels) {
      text.append(text.length() == 1 ? "\"" : ",\"");
      for (int i = 0; i < label.length(); i++) {
        char c = label.charAt(i);
        if (c == '"' || c == '\\') {
          text.append('\\');
        }
        text.append(c);
      }
      text.append('"');
    }
    return text.append('}').toString();
  }

  /**
   * The least namespace that is greater than every one that begins with {@code labels}.
   *
   * @param labels at least one
   */
  static List<String> successor(List<String> labels) {
    List<String> next = new ArrayList<>(labels);
    next.set(next.size() - 1, next.get(next.size() - 1) + LEAST);
    return next;
  }

  /** Whether Postgres can hold this text as it is: no U+0000, no lone surrogate. */
  public static boolean isStorable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isLowSurrogate(c)) {
        return false;
      }
      if (Character.isHighSurrogate(c)) {
        i++;
        if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether it can hold all of them. */
  public static boolean areStorable(List<String> labels) {
    return labels.stream().allMatch(Labels::isStorable);
  }
}
