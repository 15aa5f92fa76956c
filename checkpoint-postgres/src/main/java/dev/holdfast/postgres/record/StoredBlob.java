package dev.holdfast.postgres.record;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.sharing.Contents;
import dev.holdfast.core.sharing.Piece;
import org.jspecify.annotations.Nullable;

/**
 * A blob in the content of its own record: a skeleton, or the value of a pending write.
 *
 * @param codec what upstream stores as {@code type}
 * @param piece where its bytes lie; null when it has none
 */
public record StoredBlob(String codec, @Nullable Piece piece) {

  /** The blob. */
  public Blob read(Contents contents) {
    if (piece == null) {
      return new Blob(codec, Bytes.EMPTY);
    }
    byte[] bytes = new byte[piece.length()];
    contents.copy(piece, bytes, 0);
    return new Blob(codec, Bytes.owned(bytes));
  }

  /** Number of bytes. */
  public int length() {
    return piece == null ? 0 : piece.length();
  }
}
