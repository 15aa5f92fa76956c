package dev.holdfast.core.progress;

import java.util.Locale;

/**
 * How far the run of a thread is, as its head in the root namespace looks. A heuristic: whether
 * somebody works on what is pending cannot be seen, and a static breakpoint looks like it.
 */
public enum Progress {
  /** A task waits for an answer that nobody has given. */
  INTERRUPTED,
  /** Nothing is left to do. */
  FINISHED,
  /** Tasks are to run, or run now. */
  PENDING,
  /** The head is not LangGraph's, or cannot be told. */
  UNKNOWN;

  /** The name in JSON, e.g. {@code pending}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
