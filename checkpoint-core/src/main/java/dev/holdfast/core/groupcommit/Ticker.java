package dev.holdfast.core.groupcommit;

/** Time that only moves forward; a test moves it by hand. */
public interface Ticker {
  /** Nanoseconds since an arbitrary moment. */
  long nanos();
}
