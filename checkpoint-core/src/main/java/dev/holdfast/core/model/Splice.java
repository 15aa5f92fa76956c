package dev.holdfast.core.model;

import dev.holdfast.core.bytes.Bytes;
import java.util.List;

/**
 * How a value is made of another: ranges kept from the base, and new bytes between them.
 *
 * @param codec what upstream stores as {@code type}
 * @param parts 0 to 64, joined in order; the kept ranges ascend and do not overlap
 * @param length of the result, 0 to 64 MiB
 * @param checksum of the result
 */
public record Splice(String codec, List<Part> parts, int length, Checksum checksum) {

  /** Most parts. */
  public static final int MOST_PARTS = 64;

  /** Longest result, in bytes. */
  public static final int MOST_LENGTH = 64 << 20;

  private static final int RANGE_BYTES = 10;

  /** Copies the list. */
  public Splice {
    parts = List.copyOf(parts);
  }

  /** A run of bytes of the result. */
  public sealed interface Part {

    /** Number of bytes. */
    int length();
  }

  /**
   * Bytes of the base.
   *
   * @param offset of the first one, from 0
   * @param length at least 1
   */
  public record Kept(int offset, int length) implements Part {}

  /** Bytes that the base does not have there. */
  public record Fresh(Bytes bytes) implements Part {
    @Override
    public int length() {
      return bytes.length();
    }
  }

  /** Bytes that travel, roughly. */
  public long sentBytes() {
    return parts.stream()
        .mapToLong(part -> part instanceof Fresh fresh ? fresh.length() : RANGE_BYTES)
        .sum();
  }
}
