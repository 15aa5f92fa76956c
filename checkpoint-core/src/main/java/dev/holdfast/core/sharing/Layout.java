package dev.holdfast.core.sharing;

import dev.holdfast.core.model.Checksum;
import java.util.List;

/**
 * How a stored value is put together: any piece may lie in the record of another checkpoint.
 *
 * @param codec what upstream stores as {@code type}
 * @param length of the value in bytes
 * @param checksum of the value
 * @param home number of the record that tells the layout
 * @param pieces 0 to {@value #MOST_PIECES}, in order; together {@code length} bytes
 */
public record Layout(String codec, int length, Checksum checksum, long home, List<Piece> pieces) {

  /** What a read must follow at most. */
  public static final int MOST_PIECES = 64;

  /** Copies the list. */
  public Layout {
    pieces = List.copyOf(pieces);
  }
}
