package dev.holdfast.postgres.record;

import dev.holdfast.core.sharing.Content;
import dev.holdfast.core.sharing.Packing;
import dev.holdfast.core.sharing.Piece;
import java.util.Arrays;

/**
 * A record, unpacked: what it says ({@link HeadCodec}), and its content, the bytes of its values,
 * skeleton and pending writes that no earlier record holds. It never changes.
 */
public final class StoredRecord {

  private static final long OVERHEAD = 120;

  private final long number;
  private final byte[] head;
  private final byte[] content;

  private StoredRecord(long number, byte[] head, byte[] content) {
    this.number = number;
    this.head = head;
    this.content = content;
  }

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
    return out.pack();
  }

  /** Its number. */
  public long number() {
    return number;
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
