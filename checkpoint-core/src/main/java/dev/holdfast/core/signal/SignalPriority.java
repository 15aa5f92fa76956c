package dev.holdfast.core.signal;

import java.util.Locale;

/** How soon a signal is to arrive. Within a workflow and a priority the order is kept. */
public enum SignalPriority {
  /** Straight to Temporal. */
  CRITICAL,
  /** The first of those that wait. */
  HIGH,
  /** What has no priority has this one. */
  NORMAL,
  /** After the normal ones. */
  LOW,
  /** When there is time. */
  BACKGROUND;

  /** The name in JSON and metrics, e.g. {@code critical}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
