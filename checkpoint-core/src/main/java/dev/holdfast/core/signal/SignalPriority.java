package dev.holdfast.core.signal;

import java.util.Locale;

/** How soon a signal is to arrive. Within a workflow and a priority the order is kept. */
public enum SignalPriority {
  /** Straight to Temporal. */
  CRITICAL(0),
  /** The first of those that wait. */
  HIGH(1),
  /** What has no priority has this one. */
  NORMAL(2),
  /** After the normal ones. */
  LOW(3),
  /** When there is time. */
  BACKGROUND(4);

  private final int level;

  SignalPriority(int level) {
    this.level = level;
  }

  /** 0 for critical, 4 for background. */
  public int level() {
    return level;
  }

  /** The priority of a level. */
  public static SignalPriority of(int level) {
    return values()[level];
  }

  /** The name in JSON and metrics, e.g. {@code critical}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
