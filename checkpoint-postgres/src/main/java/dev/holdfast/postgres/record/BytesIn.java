package dev.holdfast.postgres.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what {@link BytesOut} wrote. */
final class BytesIn {

  private static final int MORE = 0x80;
  private static final int SEVEN = 7;

  private final byte[] bytes;
  private int position;

  BytesIn(byte[] bytes) {
    this.bytes = bytes;
  }

  long number() {
    long number = 0;
    for (int shift = 0; ; shift += SEVEN) {
      int next = bytes[position++];
      number |= (long) (next & MORE - 1) << shift;
      if ((next & MORE) == 0) {
        return number;
      }
    }
  }

  int integer() {
    return Math.toIntExact(number());
  }

  long signed() {
    long number = number();
    return number >>> 1 ^ -(number & 1);
  }

  long fixed() {
    long number = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      number = number << Byte.SIZE | integerByte();
    }
    return number;
  }

  int integerByte() {
    return bytes[position++] & 0xff;
  }

  String text() {
    int length = integer();
    position += length;
    return new String(bytes, position - length, length, StandardCharsets.UTF_8);
  }

  byte[] raw() {
    int length = integer();
    position += length;
    return Arrays.copyOfRange(bytes, position - length, position);
  }

  int position() {
    return position;
  }
}
