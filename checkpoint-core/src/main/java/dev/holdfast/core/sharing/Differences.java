package dev.holdfast.core.sharing;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.model.Splice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds what a value keeps of its predecessor, over opaque bytes: appended, cut off, its middle
 * replaced, and all that after a collection's header that changed.
 */
public final class Differences {

  /** A shorter run costs as much to refer to as to store. */
  private static final int LEAST_RUN = 32;

  private Differences() {}

  /**
   * The parts that make {@code value} of {@code base}; a single fresh one if they share nothing.
   */
  public static List<Splice.Part> between(byte[] base, byte[] value) {
    Run run = run(base, value);
    int fromBase = run.base + run.length;
    int fromValue = run.value + run.length;
    int suffix = suffix(base, fromBase, value, fromValue);
    List<Splice.Part> parts = new ArrayList<>();
    addFresh(parts, value, 0, run.value);
    addKept(parts, run.base, run.length);
    addFresh(parts, value, fromValue, value.length - suffix);
    addKept(parts, base.length - suffix, suffix);
    return parts;
  }

  private record Run(int base, int value, int length) {}

  /** The longest common run at the beginning, or right after the headers. */
  private static Run run(byte[] base, byte[] value) {
    int plain = common(base, 0, value, 0);
    int baseHeader = header(base);
    int valueHeader = header(value);
    int shifted = common(base, baseHeader, value, valueHeader);
    Run best = shifted > plain ? new Run(baseHeader, valueHeader, shifted) : new Run(0, 0, plain);
    return best.length < LEAST_RUN ? new Run(0, 0, 0) : best;
  }

  private static int common(byte[] base, int baseFrom, byte[] value, int valueFrom) {
    int most = Math.min(base.length - baseFrom, value.length - valueFrom);
    if (most <= 0) {
      return 0;
    }
    int found =
        Arrays.mismatch(base, baseFrom, baseFrom + most, value, valueFrom, valueFrom + most);
    return found < 0 ? most : found;
  }

  private static int suffix(byte[] base, int baseFrom, byte[] value, int valueFrom) {
    int most = Math.min(base.length - baseFrom, value.length - valueFrom);
    int count = 0;
    while (count < most && base[base.length - 1 - count] == value[value.length - 1 - count]) {
      count++;
    }
    return count < LEAST_RUN ? 0 : count;
  }

  /**
   * Size of the MessagePack header of an array or map, whose number of elements is in it; 0 for
   * anything else. A guess is enough: only what is equal is kept.
   */
  private static int header(byte[] bytes) {
    if (bytes.length == 0) {
      return 0;
    }
    int first = bytes[0] & 0xff;
    int size =
        switch (first) {
          case 0xdc, 0xde -> 3;
          case 0xdd, 0xdf -> 5;
          default -> first >= 0x80 && first <= 0x9f ? 1 : 0;
        };
    return Math.min(size, bytes.length);
  }

  private static void addFresh(List<Splice.Part> parts, byte[] value, int from, int to) {
    if (to > from) {
      boolean all = to - from == value.length;
      parts.add(new Splice.Fresh(Bytes.owned(all ? value : Arrays.copyOfRange(value, from, to))));
    }
  }

  private static void addKept(List<Splice.Part> parts, int offset, int length) {
    if (length > 0) {
      parts.add(new Splice.Kept(offset, length));
    }
  }
}
