package dev.holdfast.core.index;

import java.util.Locale;

/** What a query is compared by. */
public enum SearchMode {
  /** By vectors; an item's nearest one counts. */
  SEMANTIC,
  /** By words. */
  TEXT,
  /** By both, as ranks: the sum of {@code 1 / (60 + rank)}. */
  HYBRID;

  /** The name in JSON, e.g. {@code hybrid}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
