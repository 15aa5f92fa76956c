package dev.holdfast.core.index;

import org.jspecify.annotations.Nullable;

/**
 * What items are to be like.
 *
 * @param text the question; empty only if there is a vector and the mode is semantic
 * @param mode what is compared
 * @param vector of the text; null where the server makes it, or nothing needs it
 * @param index the number of the index that the vector is for; 0 as long as nobody has said or
 *     looked
 */
public record SearchQuery(String text, SearchMode mode, @Nullable Vector vector, long index) {

  /** Sizes only: the question is user data. */
  @Override
  public String toString() {
    return "SearchQuery[" + mode + ", " + text.length() + " characters, " + vector + "]";
  }
}
