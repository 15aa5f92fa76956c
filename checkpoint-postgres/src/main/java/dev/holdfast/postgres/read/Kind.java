package dev.holdfast.postgres.read;

/** What the column {@code kind} of a read means. */
final class Kind {

  static final int CHECKPOINT = 0;
  static final int VALUE = 1;
  static final int WRITE = 2;
  static final int CANDIDATES = 3;

  /** Column {@code n} of a value: the caller holds it. */
  static final int KNOWN = 1;

  /** Column {@code n} of a value: it should be there and is not. */
  static final int MISSING = 2;

  private Kind() {}
}
