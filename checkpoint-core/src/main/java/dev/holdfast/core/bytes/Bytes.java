package dev.holdfast.core.bytes;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An immutable run of bytes.
 *
 * <p>State values go through the server once and are large, so they are not copied: whoever calls
 * {@link #owned} gives the array away and never touches it again, and whoever calls {@link #array}
 * only reads.
 */
public final class Bytes {

  /** No bytes. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  /** Takes over {@code content}; the caller must not change it afterwards. */
  public static Bytes owned(byte[] content) {
    return content.length == 0 ? EMPTY : new Bytes(content);
  }

  /** The UTF-8 encoding of {@code text}. */
  public static Bytes utf8(String text) {
    return owned(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes themselves, not a copy: to be read only. */
  public byte[] array() {
    return content;
  }

  /** A read-only view. */
  public ByteBuffer view() {
    return ByteBuffer.wrap(content).asReadOnlyBuffer();
  }

  /** Number of bytes. */
  public int length() {
    return content.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  /** The size only: the content may be user data and must not reach logs. */
  @Override
  public String toString() {
    return content.length + " bytes";
  }
}
