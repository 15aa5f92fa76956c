package dev.holdfast.core.sharing;

/**
 * A stored run of bytes.
 *
 * @param number of the record whose content holds it
 * @param offset in that content
 * @param length at least 1
 */
public record Piece(long number, int offset, int length) {

  /** The piece and {@code next} as one, if they lie beside each other. */
  boolean touches(Piece next) {
    return number == next.number && offset + length == next.offset;
  }
}
