package dev.holdfast.postgres.record;

import dev.holdfast.core.sharing.Packing;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes numbers of variable length, text and bytes. */
final class BytesOut {

  private static final int MORE = 0x80;
  private static final int SEVEN = 7;

  private byte[] bytes;
  private int length;

  BytesOut(int capacity) {
    bytes = new byte[capacity];
  }

  private void grow(int count) {
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length * 2));
    }
  }

  /** A number that is not negative: seven bits a byte, the lowest first. */
  BytesOut number(long number) {
    grow(Long.BYTES + 2);
    long rest = number;
    while (rest >>> SEVEN != 0) {
      bytes[length++] = (byte) ((rest & (MORE - 1)) | MORE);
      rest >>>= SEVEN;
    }
    bytes[length++] = (byte) rest;
    return this;
  }

  BytesOut integer(int number) {
    return number(number);
  }

  /** A number that may be negative. */
  BytesOut signed(long number) {
    return number((number << 1) ^ (number >> (Long.SIZE - 1)));
  }

  BytesOut fixed(long number) {
    for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      integerByte((int) (number >>> shift));
    }
    return this;
  }

  BytesOut integerByte(int value) {
    grow(1);
    bytes[length++] = (byte) value;
    return this;
  }

  BytesOut text(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    return integer(encoded.length).raw(encoded);
  }

  BytesOut raw(byte[] added) {
    grow(added.length);
    System.arraycopy(added, 0, bytes, length, added.length);
    length += added.length;
    return this;
  }

  byte[] pack() {
    return Packing.pack(bytes, length);
  }

  byte[] toArray() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }
}
