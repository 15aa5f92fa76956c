package dev.holdfast.core.signal;

import java.util.Locale;

/** Where a signal is. */
public enum SignalState {
  /** Waits; can be cancelled. */
  QUEUED,
  /** Its batch is formed; it may be with Temporal. */
  FORMED,
  /** Temporal has acknowledged it. */
  DELIVERED,
  /** Nobody tries any more; kept until it is redriven or discarded. */
  DEAD,
  /** Taken back before its batch was formed. */
  CANCELLED,
  /** A dead letter that somebody gave up. */
  DISCARDED;

  /** The name in JSON, SQL and metrics. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
