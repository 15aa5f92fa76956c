package dev.holdfast.server.wire;

/** A body that is not JSON or MessagePack, is cut off, or does not end where its value does. */
public final class MalformedBody extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Without the parser's message, which quotes the body. */
  public MalformedBody() {
    super("the body cannot be read", null, false, false);
  }
}
