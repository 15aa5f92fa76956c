package dev.holdfast.server.wire;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Collects a body of unknown length: a large value is copied once, what comes behind it moves
 * nothing.
 */
final class Growing extends OutputStream {

  private static final int FIRST_CAPACITY = 512;
  private static final int PART_FREE = 8;
  private static final int MOST = Integer.MAX_VALUE - 8;

  private byte[] bytes = new byte[FIRST_CAPACITY];
  private int length;

  @Override
  public void write(int one) {
    grow(1);
    bytes[length++] = (byte) one;
  }

  @Override
  public void write(byte[] source, int offset, int count) {
    grow(count);
    System.arraycopy(source, offset, bytes, length, count);
    length += count;
  }

  private void grow(int count) {
    int needed = Math.addExact(length, count);
    if (needed > bytes.length) {
      long roomy = FIRST_CAPACITY + (long) needed + needed / PART_FREE;
      bytes = Arrays.copyOf(bytes, (int) Math.min(roomy, Math.max(needed, MOST)));
    }
  }

  /** What was written; nothing is written afterwards. */
  ByteBuffer written() {
    return ByteBuffer.wrap(bytes, 0, length);
  }
}
