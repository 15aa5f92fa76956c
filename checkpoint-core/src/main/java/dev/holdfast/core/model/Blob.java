package dev.holdfast.core.model;

import dev.holdfast.core.bytes.Bytes;

/**
 * Opaque, already serialized value; only the client that wrote it knows the codec.
 *
 * @param codec what upstream stores as {@code type}: any string of at most 256 bytes, e.g. {@code
 *     msgpack+aes}
 * @param bytes 0 to 64 MiB
 */
public record Blob(String codec, Bytes bytes) implements SentValue {

  @Override
  public int length() {
    return bytes.length();
  }

  @Override
  public long sentBytes() {
    return bytes.length();
  }
}
