package dev.holdfast.core.sharing;

import dev.holdfast.core.bytes.Bytes;
import java.util.List;
import java.util.Optional;

/** Puts values together. */
public final class Layouts {

  private Layouts() {}

  /** The bytes of a value; empty if they are not those that were stored. */
  public static Optional<Bytes> value(Layout layout, Contents contents) {
    Bytes value = Bytes.owned(join(layout.pieces(), contents));
    return value.length() == layout.length() && Checksums.of(value).equals(layout.checksum())
        ? Optional.of(value)
        : Optional.empty();
  }

  static byte[] join(List<Piece> pieces, Contents contents) {
    byte[] joined = new byte[length(pieces)];
    int at = 0;
    for (Piece piece : pieces) {
      contents.copy(piece, joined, at);
      at += piece.length();
    }
    return joined;
  }

  private static int length(List<Piece> pieces) {
    int sum = 0;
    for (Piece piece : pieces) {
      sum = Math.addExact(sum, piece.length());
    }
    return sum;
  }
}
