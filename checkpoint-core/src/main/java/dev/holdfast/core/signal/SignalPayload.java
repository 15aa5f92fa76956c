package dev.holdfast.core.signal;

import dev.holdfast.core.bytes.Bytes;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A payload of Temporal, passed on verbatim: only the worker's data converter knows what it is.
 *
 * @param metadata at least {@code encoding}, e.g. {@code json/plain}; in the order of the names, so
 *     that equal payloads have equal bytes
 * @param data what is encoded
 */
public record SignalPayload(Map<String, Bytes> metadata, Bytes data) {

  /** Copies the map. */
  public SignalPayload {
    metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
  }

  /** Bytes that it takes, without protobuf's tags. */
  public int length() {
    int length = data.length();
    for (Map.Entry<String, Bytes> entry : metadata.entrySet()) {
      length += entry.getKey().length() + entry.getValue().length();
    }
    return length;
  }

  /** Sizes only: payloads are user data. */
  @Override
  public String toString() {
    return "SignalPayload[" + length() + " bytes]";
  }
}
