package dev.holdfast.core.sharing;

/** The contents of records that are at hand. */
@FunctionalInterface
public interface Contents {

  /** Copies the bytes of {@code piece} to {@code target}, from {@code at} on. */
  void copy(Piece piece, byte[] target, int at);
}
