package dev.holdfast.postgres.read;

/** A record was removed while an answer was being put together; reading again helps. */
final class Vanished extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Vanished() {
    super("a record was removed meanwhile", null, false, false);
  }
}
