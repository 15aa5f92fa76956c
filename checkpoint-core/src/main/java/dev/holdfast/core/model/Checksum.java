package dev.holdfast.core.model;

import java.nio.ByteBuffer;

/**
 * xxh3-128 of a value's bytes.
 *
 * @param high the first eight bytes, big-endian
 * @param low the last eight bytes, big-endian
 */
public record Checksum(long high, long low) {

  /** Length on the wire and in the database. */
  public static final int LENGTH = 16;

  /** Reads the sixteen bytes that {@link #bytes} gives. */
  public static Checksum of(byte[] sixteen) {
    ByteBuffer buffer = ByteBuffer.wrap(sixteen);
    return new Checksum(buffer.getLong(), buffer.getLong());
  }

  /** Sixteen bytes, big-endian, as {@code xxhash.xxh3_128_digest} gives them. */
  public byte[] bytes() {
    return ByteBuffer.allocate(LENGTH).putLong(high).putLong(low).array();
  }
}
