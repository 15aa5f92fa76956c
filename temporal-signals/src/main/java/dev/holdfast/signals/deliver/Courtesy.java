package dev.holdfast.signals.deliver;

import dev.holdfast.core.groupcommit.Ticker;
import dev.holdfast.signals.transport.SignalTransport;
import java.time.Duration;

/**
 * Delivers fewer and larger batches while critical signals are sent, and few lanes at a time: what
 * leaves at once keeps Temporal and its workers busy for as long as a critical signal may take.
 */
public final class Courtesy {

  /** How long after a critical signal another one is expected. */
  static final Duration MEMORY = Duration.ofSeconds(1);

  /** Twice as many lanes for each that the lanes are late: however many there are, they go. */
  static final Duration PATIENCE = Duration.ofMillis(250);

  private static final long MOST_DOUBLINGS = 10;

  /** So many times as long others may join a signal: half as many batches, twice as large. */
  private static final int LONGER = 2;

  private final Ticker ticker;
  private final int usual;
  private final int besideCritical;
  private volatile long lastNanos;
  private volatile long dueNanos;

  /**
   * A courtesy that has seen no critical signal.
   *
   * @param usual lanes at a time
   * @param besideCritical the same within a second of a critical signal, as long as none is late
   */
  public Courtesy(Ticker ticker, int usual, int besideCritical) {
    this.ticker = ticker;
    this.usual = usual;
    this.besideCritical = Math.min(usual, besideCritical);
    this.lastNanos = ticker.nanos() - MEMORY.toNanos();
    this.dueNanos = ticker.nanos();
  }

  /** The same transport, which tells of critical signals. */
  public SignalTransport over(SignalTransport transport) {
    return (call, deadline) -> {
      if (call.critical()) {
        lastNanos = ticker.nanos();
      }
      return transport.send(call, deadline);
    };
  }

  /** Is told how long lanes had been due when they were claimed. */
  void late(Duration late) {
    dueNanos = ticker.nanos() - late.toNanos();
  }

  /**
   * Lanes that may be under way now. Since the last claim all lanes have become later: one that
   * takes long does not keep the others waiting.
   */
  int lanes() {
    if (!isExpected()) {
      return usual;
    }
    long now = ticker.nanos();
    long doublings = Math.min(MOST_DOUBLINGS, (now - dueNanos) / PATIENCE.toNanos());
    return Math.min(usual, besideCritical << doublings);
  }

  /** How long others may join a signal now that they may join for so long when it is quiet. */
  Duration linger(Duration quiet) {
    return isExpected() ? quiet.multipliedBy(LONGER) : quiet;
  }

  private boolean isExpected() {
    return ticker.nanos() - lastNanos < MEMORY.toNanos();
  }
}
