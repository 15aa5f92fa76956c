package dev.holdfast.server.problem;

/** What a caller may do about a problem. */
enum Retry {
  /** The same request fails again. */
  NEVER,
  /** Repeating exactly this request is safe. */
  SAME_REQUEST,
  /** Repeat it after a while. */
  AFTER,
  /** Do what the code says first. */
  CHECK_FIRST
}
