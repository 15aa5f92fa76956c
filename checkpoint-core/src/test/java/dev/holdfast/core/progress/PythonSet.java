package dev.holdfast.core.progress;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A set of strings as LangGraph's serializer makes it: an extension of MessagePack. */
final class PythonSet {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private PythonSet() {}

  static String of(String... elements) {
    var body = new PythonSet();
    body.out.write(0x93);
    body.text("builtins");
    body.text("set");
    body.head(elements.length, 0x90, 15, 0xdc, 2);
    for (String element : elements) {
      body.text(element);
    }
    var whole = new PythonSet();
    int length = body.out.size();
    whole.out.write(length < 256 ? 0xc7 : 0xc8);
    whole.number(length, length < 256 ? 1 : 2);
    whole.out.write(0);
    whole.out.writeBytes(body.out.toByteArray());
    return HexFormat.of().formatHex(whole.out.toByteArray());
  }

  private void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 255) {
      out.write(0xda);
      number(bytes.length, 2);
    } else {
      head(bytes.length, 0xa0, 31, 0xd9, 1);
    }
    out.writeBytes(bytes);
  }

  private void head(int length, int fixed, int most, int longer, int width) {
    if (length <= most) {
      out.write(fixed | length);
    } else {
      out.write(longer);
      number(length, width);
    }
  }

  private void number(int number, int width) {
    for (int shift = (width - 1) * 8; shift >= 0; shift -= 8) {
      out.write(number >> shift);
    }
  }
}
