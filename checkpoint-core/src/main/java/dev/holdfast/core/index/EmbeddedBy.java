package dev.holdfast.core.index;

import java.util.Locale;

/** Who makes vectors of texts. */
public enum EmbeddedBy {
  /** Whoever puts sends the vectors along, and with each query one. */
  CLIENT,
  /** The server, with the model that its configuration names. */
  SERVER,
  /** Nobody: items are found by their words only. */
  NOBODY;

  /** The name in JSON and SQL, e.g. {@code client}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
