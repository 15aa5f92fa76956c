package dev.holdfast.postgres.write;

/** Something that a transaction built on is not so; nothing happened. */
final class InDoubt extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InDoubt() {
    super("in doubt", null, false, false);
  }
}
