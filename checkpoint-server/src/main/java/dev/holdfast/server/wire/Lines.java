package dev.holdfast.server.wire;

import java.util.Arrays;

/** Lines of NDJSON. */
final class Lines {

  private Lines() {}

  /** The JSON that {@code body} writes, and the end of the line. */
  static byte[] of(Out.Body body) {
    byte[] json = Out.bytes(Format.JSON, body);
    byte[] line = Arrays.copyOf(json, json.length + 1);
    line[json.length] = '\n';
    return line;
  }
}
