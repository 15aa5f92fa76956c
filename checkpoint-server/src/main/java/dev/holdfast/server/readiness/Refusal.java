package dev.holdfast.server.readiness;

/** A setting under which the server must not run. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** {@code sentence} names the key and what to do. */
  public Refusal(String sentence) {
    super(sentence, null, false, false);
  }
}
