package dev.holdfast.core.sharing;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.Splice;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What the tests of one seed draw: values, edits of them, and splices. */
final class Draws {

  /** Headers of MessagePack arrays and maps as they grow: of 1, 3 and 5 bytes. */
  private static final int[][] HEADERS = {
    {0x91}, {0x92}, {0x83}, {0xdc, 0, 16}, {0xde, 1, 0}, {0xdd, 0, 1, 0, 0}, {0xdf, 0, 1, 0, 1}, {}
  };

  final Random random;

  Draws(long seed) {
    random = new Random(seed);
  }

  static Blob blob(byte[] bytes) {
    return new Blob("msgpack", Bytes.owned(bytes));
  }

  static byte[] noise(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** Noise, or bytes so few in kind that equal runs are everywhere. */
  byte[] bytes(int most) {
    byte[] bytes = new byte[random.nextInt(most + 1)];
    random.nextBytes(bytes);
    if (random.nextInt(3) == 0) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (random.nextInt(40) == 0 ? 'b' : 'a');
      }
    }
    return bytes;
  }

  /** A value that has something of {@code base}, mostly. */
  byte[] edited(byte[] base) {
    int from = random.nextInt(base.length + 1);
    int to = from + random.nextInt(base.length - from + 1);
    byte[] added = bytes(random.nextInt(4) == 0 ? 400 : 20);
    return switch (random.nextInt(8)) {
      case 0, 1 -> join(base, added);
      case 2 -> join(Arrays.copyOf(base, from), added, rest(base, to));
      case 3 -> join(header(), rest(base, Math.min(base.length, 1)), added);
      case 4 -> join(header(), rest(base, Math.min(base.length, 3)), added);
      case 5 -> Arrays.copyOfRange(base, from, to);
      case 6 -> random.nextInt(4) == 0 ? bytes(1000) : base.clone();
      default -> join(added, base);
    };
  }

  private byte[] header() {
    int[] header = HEADERS[random.nextInt(HEADERS.length)];
    byte[] bytes = new byte[header.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) header[i];
    }
    return bytes;
  }

  private static byte[] rest(byte[] bytes, int from) {
    return Arrays.copyOfRange(bytes, from, bytes.length);
  }

  static byte[] join(byte[]... arrays) {
    var joined = new ByteArrayOutputStream();
    for (byte[] array : arrays) {
      joined.writeBytes(array);
    }
    return joined.toByteArray();
  }

  /** Ranges that ascend, with new bytes between them. */
  List<Splice.Part> parts(byte[] base) {
    List<Splice.Part> parts = new ArrayList<>();
    int most = 1 + random.nextInt(30);
    int at = 0;
    while (at < base.length && parts.size() < most) {
      int length = 1 + random.nextInt(base.length - at);
      parts.add(new Splice.Kept(at, length));
      if (random.nextBoolean()) {
        parts.add(new Splice.Fresh(Bytes.owned(bytes(30))));
      }
      at += length + random.nextInt(3);
    }
    return parts;
  }

  /** The bytes that {@code parts} make of {@code base}. */
  static byte[] applied(List<Splice.Part> parts, byte[] base) {
    var value = new ByteArrayOutputStream();
    for (Splice.Part part : parts) {
      if (part instanceof Splice.Kept kept) {
        value.write(base, kept.offset(), kept.length());
      } else if (part instanceof Splice.Fresh fresh) {
        value.writeBytes(fresh.bytes().array());
      }
    }
    return value.toByteArray();
  }

  /** A splice that says what it makes. */
  static Splice splice(List<Splice.Part> parts, byte[] base) {
    Bytes value = Bytes.owned(applied(parts, base));
    return new Splice("msgpack", parts, value.length(), Checksums.of(value));
  }
}
