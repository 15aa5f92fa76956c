package dev.holdfast.core.sharing;

import dev.holdfast.core.bytes.Bytes;
import java.util.Arrays;

/** The bytes of a record that is being made. */
public final class Content {

  private static final byte[] NOTHING = {};

  /** Most contents are one large value and a little behind it. */
  private static final int ROOM = 512;

  /** The longest array that every machine makes. */
  private static final int MOST = Integer.MAX_VALUE - 8;

  private final long number;
  private byte[] bytes = NOTHING;
  private int length;

  /** The empty content of the record {@code number}. */
  public Content(long number) {
    this.number = number;
  }

  /** The record that it is the content of. */
  public long number() {
    return number;
  }

  /** Adds bytes; returns where they lie. */
  public Piece add(Bytes added) {
    return add(added.array(), 0, added.length());
  }

  Piece add(byte[] source, int offset, int count) {
    grow(count);
    System.arraycopy(source, offset, bytes, length, count);
    length += count;
    return new Piece(number, length - count, count);
  }

  private void grow(int count) {
    int needed = Math.addExact(length, count);
    if (needed > bytes.length) {
      long roomy = Math.max((long) needed + ROOM, bytes.length * 2L);
      bytes = Arrays.copyOf(bytes, (int) Math.min(roomy, Math.max(needed, MOST)));
    }
  }

  /** Takes back what was added after the first {@code count} bytes. */
  public void cut(int count) {
    length = count;
  }

  /** Copies the bytes of a piece of this content. */
  public void copy(Piece piece, byte[] target, int at) {
    System.arraycopy(bytes, piece.offset(), target, at, piece.length());
  }

  /** Number of bytes. */
  public int length() {
    return length;
  }

  /** The bytes so far. */
  public byte[] toArray() {
    return Arrays.copyOf(bytes, length);
  }
}
