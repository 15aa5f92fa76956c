package dev.holdfast.testkit.reference.store;

/** Numbers that are never used again. */
final class Revisions {
  private long last;

  long next() {
    return ++last;
  }
}
