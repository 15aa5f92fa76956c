package dev.holdfast.testkit.gen;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.Splice;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Successive values of a channel, as a seed decides, and the splices between them. */
public final class Edits {
  private static final int WINDOW = 30_000;
  private static final int LONG_RUN = 3_000;
  private static final int SHORT_RUN = 40;
  private static final int COUNT = 8;
  private static final byte[] ZSTD_MAGIC = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD};

  private final Random random;

  /** The values of one seed. */
  public Edits(Random random) {
    this.random = random;
  }

  /**
   * A value made of another.
   *
   * @param value what it is
   * @param splice how to make it of the other
   */
  public record Edit(Blob value, Splice splice) {}

  /** The edit that joins {@code parts}, the ranges being those of {@code base}. */
  public static Edit joined(Blob base, String codec, List<Splice.Part> parts) {
    var bytes = new ByteArrayOutputStream();
    for (Splice.Part part : parts) {
      if (part instanceof Splice.Kept kept) {
        int end = kept.offset() + kept.length();
        bytes.writeBytes(Arrays.copyOfRange(base.bytes().array(), kept.offset(), end));
      } else if (part instanceof Splice.Fresh fresh) {
        bytes.writeBytes(fresh.bytes().array());
      }
    }
    var value = new Blob(codec, Bytes.owned(bytes.toByteArray()));
    return new Edit(value, Fixtures.splice(value, parts));
  }

  /** A value that is made of none. */
  public Blob fresh() {
    return new Blob("msgpack", bytes(length()));
  }

  /** A value made of {@code base}, as long as that has something to keep. */
  public Edit of(Blob base) {
    String codec = random.nextInt(12) == 0 ? "msgpack+" + random.nextInt(3) : base.codec();
    return joined(base, codec, parts(base.length()));
  }

  /** A list as it grows, each item longer than none: a count in front, the new item at the end. */
  public List<Edit> growing(int versions) {
    List<Edit> edits = new ArrayList<>();
    Blob last = Fixtures.blob("");
    for (int i = 0; i < versions; i++) {
      List<Splice.Part> parts = new ArrayList<>();
      parts.add(Fixtures.fresh("%08d".formatted(i)));
      if (last.length() > COUNT) {
        parts.add(kept(COUNT, last.length()));
      }
      parts.add(new Splice.Fresh(bytes(1 + length())));
      edits.add(joined(last, "msgpack", parts));
      last = edits.get(i).value();
    }
    return edits;
  }

  private List<Splice.Part> parts(int length) {
    if (length == 0) {
      return List.of(run());
    } else if (length > WINDOW) {
      return List.of(kept(length / 2, length), run());
    }
    int from = random.nextInt(length);
    int to = from + 1 + random.nextInt(length - from);
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> List.of(kept(0, length), run());
      case 3 -> List.of(run(), kept(from, length), run());
      case 4 ->
          from == 0 || to == length
              ? List.of(run(), kept(from, to))
              : List.of(kept(0, from), run(), kept(to, length));
      case 5 -> List.of(kept(from, to));
      case 6 -> random.nextBoolean() ? List.of() : List.of(run());
      case 7 -> List.of(kept(0, length));
      default -> scattered(length);
    };
  }

  /** Many ranges with new bytes between some of them. */
  private List<Splice.Part> scattered(int length) {
    List<Splice.Part> parts = new ArrayList<>();
    int most = 1 + random.nextInt(Splice.MOST_PARTS - 1);
    int at = 0;
    while (at < length && parts.size() < most) {
      int end = at + 1 + random.nextInt(length - at);
      parts.add(kept(at, end));
      if (random.nextBoolean()) {
        parts.add(new Splice.Fresh(bytes(random.nextInt(SHORT_RUN))));
      }
      at = end + random.nextInt(3);
    }
    return parts;
  }

  private static Splice.Part kept(int from, int to) {
    return new Splice.Kept(from, to - from);
  }

  private Splice.Part run() {
    return new Splice.Fresh(bytes(length()));
  }

  private int length() {
    return random.nextInt(random.nextInt(5) == 0 ? LONG_RUN : SHORT_RUN);
  }

  /** Text that repeats itself, noise, or noise that looks like a compressed frame. */
  private Bytes bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    switch (random.nextInt(4)) {
      case 0 -> {}
      case 1 -> System.arraycopy(ZSTD_MAGIC, 0, bytes, 0, Math.min(length, ZSTD_MAGIC.length));
      default -> {
        byte[] text =
            Bytes.utf8("{\"role\": \"user\", \"n\": " + random.nextInt(100) + "}, ").array();
        for (int i = 0; i < length; i++) {
          bytes[i] = text[i % text.length];
        }
      }
    }
    return Bytes.owned(bytes);
  }
}
