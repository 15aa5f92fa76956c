package dev.holdfast.core.model;

import java.util.Optional;
import java.util.stream.Stream;

/** What a thread keeps of its history by itself. */
public enum HistoryPolicy {
  /** Everything, until somebody deletes or prunes it. */
  FULL("full"),
  /**
   * Of each namespace the head and its parent, every checkpoint with an interrupt, the writes of
   * all of these, and what their delta channels are rebuilt from. The rest may go at any time.
   */
  LATEST("latest");

  private final String text;

  HistoryPolicy(String text) {
    this.text = text;
  }

  /** The name on the wire and in the database. */
  public String text() {
    return text;
  }

  /** The policy of that name, if there is one. */
  public static Optional<HistoryPolicy> of(String text) {
    return Stream.of(values()).filter(policy -> policy.text.equals(text)).findFirst();
  }
}
