package dev.holdfast.postgres.record;

import dev.holdfast.core.sharing.Content;
import dev.holdfast.core.sharing.Packing;
import dev.holdfast.core.sharing.Piece;
import java.util.Arrays;

/**
 * A record, unpacked; it never changes.
 *
 * @param number its number
 * @param head what it says, see {@link HeadCodec}
 * @param content the bytes of its values, skeleton and pending writes that no earlier record holds
 */
public record StoredRecord(long number, byte[] head, byte[] content) {

  private static final int OVERHEAD = 120;

  /** A new one. */
  public static StoredRecord of(Content content, Head head) {
    return new StoredRecord(
        content.number(), HeadCodec.encode(content.number(), head), content.toArray());
  }

  /** Reads a row. */
  public static StoredRecord unpack(long number, byte[] pack) {
    byte[] bytes = Packing.unpack(pack);
    var in = new BytesIn(bytes);
    int head = in.integer();
    int start = in.position();
    return new StoredRecord(
        number,
        Arrays.copyOfRange(bytes, start, start + head),
        Arrays.copyOfRange(bytes, start + head, bytes.length));
  }

  /** The bytes of the row. */
  public byte[] pack() {
    var out = new BytesOut(head.length + content.length + Integer.BYTES + 1);
    out.integer(head.length).raw(head).raw(content);
    return Packing.pack(out.toArray());
  }

  /** What it says. */
  public Head readHead() {
    return HeadCodec.decode(number, head);
  }

  /** Memory that it takes. */
  public long bytes() {
    return OVERHEAD + head.length + content.length;
  }

  void copy(Piece piece, byte[] target, int at) {
    System.arraycopy(content, piece.offset(), target, at, piece.length());
  }
}
