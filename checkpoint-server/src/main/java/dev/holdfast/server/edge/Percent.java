package dev.holdfast.server.edge;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Decodes percent-encoding strictly: two different texts never become one. */
final class Percent {

  private static final int HEX = 16;

  private Percent() {}

  /** The text that {@code raw} stands for; {@code pointer} is named if it stands for none. */
  static String decode(String raw, boolean plusIsSpace, String pointer) {
    var bytes = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        bytes.write(octet(raw, i, pointer));
        i += 2;
      } else if (c == '+' && plusIsSpace) {
        bytes.write(' ');
      } else {
        bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw wrong(pointer);
    }
  }

  private static int octet(String raw, int i, String pointer) {
    int high = i + 2 <= raw.length() - 1 ? Character.digit(raw.charAt(i + 1), HEX) : -1;
    int low = i + 2 <= raw.length() - 1 ? Character.digit(raw.charAt(i + 2), HEX) : -1;
    if (high < 0 || low < 0) {
      throw wrong(pointer);
    }
    return high * HEX + low;
  }

  private static Failure wrong(String pointer) {
    return new Failure.Invalid(Code.INVALID_REQUEST, pointer, "must be percent-encoded UTF-8");
  }
}
