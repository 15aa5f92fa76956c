package dev.holdfast.temporal.worker;

import io.temporal.api.common.v1.Payload;
import io.temporal.common.interceptors.Header;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The highest sequence taken from each source, the least recently used source first.
 *
 * <p>Only numbers at or under a watermark are repeats, so gaps are allowed. Beyond 16 sources the
 * least recently used is forgotten.
 */
final class Watermarks {

  private static final int MAX_SOURCES = 16;

  private final LinkedHashMap<String, Long> highest = new LinkedHashMap<>(16, 0.75f, true);

  /** True and raised to {@code sequence} if that is new, false if it is a repeat. */
  boolean raise(String source, long sequence) {
    Long known = highest.get(source);
    if (known != null && sequence <= known) {
      return false;
    }
    put(source, sequence);
    return true;
  }

  /** Takes over what the run before has carried. */
  void restore(Header header) {
    Payload carried = header.getValues().get(Envelope.WATERMARKS);
    if (carried != null) {
      Envelope.read(carried)
          .forEach((source, last) -> put((String) source, ManifestReader.integer(last, "mark")));
    }
  }

  /** {@code header} with the watermarks in it, if there are any. */
  Header carriedBy(Header header) {
    if (highest.isEmpty()) {
      return header;
    }
    Map<String, Payload> fields = new HashMap<>(header.getValues());
    fields.put(Envelope.WATERMARKS, Envelope.write(highest));
    return new Header(fields);
  }

  Map<String, Long> copy() {
    return new LinkedHashMap<>(highest);
  }

  private void put(String source, long sequence) {
    highest.put(source, sequence);
    if (highest.size() > MAX_SOURCES) {
      highest.remove(highest.keySet().iterator().next());
    }
  }
}
