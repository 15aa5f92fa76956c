package dev.holdfast.core.store;

/**
 * How long an item lives after its put, or after its last refreshing read.
 *
 * @param micros microseconds, 1 to {@link #MOST_MICROS}
 */
public record Ttl(long micros) {

  /** A thousand years. */
  public static final long MOST_MICROS = 525_960_000L * 60_000_000;
}
