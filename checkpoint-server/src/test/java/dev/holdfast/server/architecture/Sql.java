package dev.holdfast.server.architecture;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Finds SQL in class files: ArchUnit does not see literals. */
final class Sql {

  private static final Pattern TEXT =
      Pattern.compile(
          "(?is)^\\s*(select|insert\\s+into|update|delete\\s+from|with|create|alter|drop|truncate|lock)\\s.*\\w.*");
  private static final int WORDS = 3;

  private Sql() {}

  /** Texts in the class file at {@code source} that read like statements. */
  static List<String> in(URI source) {
    try (InputStream file = source.toURL().openStream();
        DataInputStream in = new DataInputStream(file)) {
      in.readInt();
      in.readInt();
      int count = in.readUnsignedShort();
      List<String> found = new ArrayList<>();
      for (int i = 1; i < count; i++) {
        i += constant(in, found);
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads one constant; the number of places it takes beyond its own. */
  private static int constant(DataInputStream in, List<String> found) throws IOException {
    int tag = in.readUnsignedByte();
    switch (tag) {
      case 1 -> {
        String text = in.readUTF();
        if (TEXT.matcher(text).matches() && text.strip().split("\\s+").length >= WORDS) {
          found.add(text);
        }
      }
      case 3, 4, 9, 10, 11, 12, 17, 18 -> in.readInt();
      case 5, 6 -> in.readLong();
      case 7, 8, 16, 19, 20 -> in.readUnsignedShort();
      case 15 -> in.skipNBytes(3);
      default -> throw new IOException("constant " + tag);
    }
    return tag == 5 || tag == 6 ? 1 : 0;
  }
}
