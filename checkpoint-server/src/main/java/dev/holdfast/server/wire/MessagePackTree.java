package dev.holdfast.server.wire;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads MessagePack.
 *
 * <p>The libraries at hand believe declared lengths and mend broken UTF-8; here a length is
 * compared with what is left before anything is allocated, and two different strings stay
 * different.
 */
final class MessagePackTree {

  private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(Long.SIZE);

  private final ByteBuffer in;
  private final Tree tree;
  private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();

  private MessagePackTree(ByteBuffer in, Tree tree) {
    this.in = in;
    this.tree = tree;
  }

  static @Nullable Object read(byte[] body, Tree tree) {
    var in = ByteBuffer.wrap(body);
    Object value = new MessagePackTree(in, tree).value(0);
    if (in.hasRemaining()) {
      throw new MalformedBody();
    }
    return value;
  }

  private @Nullable Object value(int depth) {
    tree.count();
    int head = uint(1);
    if (head < 0x80) {
      return (long) head;
    } else if (head < 0x90) {
      return map(head & 0x0f, depth);
    } else if (head < 0xa0) {
      return list(head & 0x0f, depth);
    } else if (head < 0xc0) {
      return text(head & 0x1f);
    } else if (head >= 0xe0) {
      return (long) (byte) head;
    }
    return tagged(head, depth);
  }

  private @Nullable Object tagged(int head, int depth) {
    return switch (head) {
      case 0xc0 -> null;
      case 0xc2 -> false;
      case 0xc3 -> true;
      case 0xc4, 0xc5, 0xc6 -> bytes(length(1 << (head - 0xc4)));
      case 0xca -> (double) Float.intBitsToFloat((int) number(Integer.BYTES));
      case 0xcb -> Double.longBitsToDouble(number(Long.BYTES));
      case 0xcc, 0xcd, 0xce -> number(1 << (head - 0xcc));
      case 0xcf -> unsigned(number(Long.BYTES));
      case 0xd0, 0xd1, 0xd2, 0xd3 -> signed(1 << (head - 0xd0));
      case 0xd9, 0xda, 0xdb -> text(length(1 << (head - 0xd9)));
      case 0xdc, 0xdd -> list(length(Short.BYTES << (head - 0xdc)), depth);
      case 0xde, 0xdf -> map(length(Short.BYTES << (head - 0xde)), depth);
      // Extensions and the one head that is never used
      default -> throw new MalformedBody();
    };
  }

  private @Nullable Object map(int size, int depth) {
    if (tree.tooDeep(depth)) {
      return skip(2L * size);
    }
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      if (!(value(depth + 1) instanceof String name)) {
        throw new MalformedBody();
      }
      Tree.put(map, name, value(depth + 1));
    }
    return map;
  }

  private @Nullable Object list(int size, int depth) {
    if (tree.tooDeep(depth)) {
      return skip(size);
    }
    List<@Nullable Object> list = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      list.add(value(depth + 1));
    }
    return list;
  }

  /** Reads past values without a stack: they may be nested as deep as the body is long. */
  private Object skip(long values) {
    long left = values;
    while (left > 0) {
      left += skipOne() - 1;
    }
    return Tree.TOO_DEEP;
  }

  /** Reads past one value, or past the head of one that holds others: how many it holds. */
  private long skipOne() {
    tree.count();
    int head = uint(1);
    if (head >= 0x80 && head < 0x90) {
      return 2L * (head & 0x0f);
    } else if (head >= 0x90 && head < 0xa0) {
      return head & 0x0f;
    } else if (head == 0xdc || head == 0xdd) {
      return length(Short.BYTES << (head - 0xdc));
    } else if (head == 0xde || head == 0xdf) {
      return 2L * length(Short.BYTES << (head - 0xde));
    }
    in.position(in.position() - 1);
    value(0);
    return 0;
  }

  private String text(int length) {
    if (isAscii(length)) {
      var text =
          new String(
              in.array(), in.arrayOffset() + in.position(), length, StandardCharsets.ISO_8859_1);
      in.position(in.position() + length);
      return text;
    }
    try {
      return utf8.decode(take(length)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedBody();
    }
  }

  /** Most texts are: they need no decoder, which makes three copies. */
  private boolean isAscii(int length) {
    if (length > in.remaining()) {
      return false;
    }
    int start = in.position();
    for (int i = 0; i < length; i++) {
      if (in.get(start + i) < 0) {
        return false;
      }
    }
    return true;
  }

  private byte[] bytes(int length) {
    ByteBuffer content = take(length);
    int start = content.arrayOffset() + content.position();
    return Arrays.copyOfRange(content.array(), start, start + length);
  }

  private ByteBuffer take(int length) {
    if (length > in.remaining()) {
      throw new MalformedBody();
    }
    ByteBuffer content = in.slice(in.position(), length);
    in.position(in.position() + length);
    return content;
  }

  /** A length of {@code width} bytes; nothing that it declares can be shorter than a byte each. */
  private int length(int width) {
    long length = number(width);
    if (length > in.remaining()) {
      throw new MalformedBody();
    }
    return (int) length;
  }

  private int uint(int width) {
    return (int) number(width);
  }

  /** A big-endian number of {@code width} bytes, unsigned but for eight. */
  private long number(int width) {
    if (width > in.remaining()) {
      throw new MalformedBody();
    }
    long number = 0;
    for (int i = 0; i < width; i++) {
      number = (number << Byte.SIZE) | (in.get() & 0xff);
    }
    return number;
  }

  private long signed(int width) {
    int unused = Long.SIZE - width * Byte.SIZE;
    return number(width) << unused >> unused;
  }

  private static Number unsigned(long number) {
    if (number >= 0) {
      return number;
    }
    return BigInteger.valueOf(number).add(TWO_TO_64);
  }
}
