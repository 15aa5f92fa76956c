package dev.holdfast.signals.guard;

import java.time.Duration;

/**
 * Bounds of the calls of one namespace.
 *
 * @param criticalCalls most critical ones at once
 * @param bulkCalls most others at once, when Temporal is not throttled
 * @param window so many calls are looked at, the latest ones
 * @param failing part of them that must have failed for the breaker to open, from 0 to 1
 * @param open how long the breaker stays open before calls are tried
 * @param probes so many must succeed, one after the other, for it to close
 * @param parked how long nobody but critical signals calls after Temporal denied one
 * @param longest after it a call is given up whatever its deadline
 */
public record GuardLimits(
    int criticalCalls,
    int bulkCalls,
    int window,
    double failing,
    Duration open,
    int probes,
    Duration parked,
    Duration longest) {

  /** What a server has if nothing is configured. */
  public static final GuardLimits USUAL =
      new GuardLimits(
          256,
          128,
          20,
          0.5,
          Duration.ofSeconds(2),
          3,
          Duration.ofSeconds(30),
          Duration.ofSeconds(10));
}
