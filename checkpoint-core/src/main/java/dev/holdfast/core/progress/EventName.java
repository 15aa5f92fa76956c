package dev.holdfast.core.progress;

import dev.holdfast.core.bytes.Sha256;
import java.nio.charset.StandardCharsets;

/** A name of 64 characters for something that happened to a thread: equal for equal parts only. */
final class EventName {

  private final Sha256 digest = new Sha256();

  EventName text(String text) {
    return bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  EventName bytes(byte[] bytes) {
    digest.add(bytes.length).add(bytes);
    return this;
  }

  String hex() {
    return digest.hex();
  }
}
