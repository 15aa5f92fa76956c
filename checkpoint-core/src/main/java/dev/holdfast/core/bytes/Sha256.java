package dev.holdfast.core.bytes;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 of parts, one after the other. Nothing is put between them: who adds parts of any
 * length adds the length first.
 */
public final class Sha256 {

  private final MessageDigest digest;

  /** A digest of nothing yet. */
  public Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  /** Adds 8 bytes, the highest first. */
  public Sha256 add(long number) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
    return this;
  }

  /** Adds 4 bytes, the highest first. */
  public Sha256 add(int number) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).flip());
    return this;
  }

  /** Adds bytes. */
  public Sha256 add(byte[] bytes) {
    digest.update(bytes);
    return this;
  }

  /** Adds the UTF-8 encoding of {@code text}. */
  public Sha256 add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The 32 bytes; nothing is added afterwards. */
  public Bytes digest() {
    return Bytes.owned(digest.digest());
  }

  /** The same in 64 characters. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
