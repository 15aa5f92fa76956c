package dev.holdfast.core.sharing;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.model.Splice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a stored value is told to somebody who holds a base: by the pieces that they share. */
public final class Told {

  private static final int LEAST_SAVED = 256;
  private static final int PART_BYTES = 10;

  private final Layout layout;
  private final @Nullable List<Part> parts;

  /** A run of the value. */
  private sealed interface Part {

    /** Bytes that travel for it, roughly. */
    int sentBytes();

    /** As the splice has it. */
    Splice.Part told(Contents contents);
  }

  private record Kept(int offset, int length) implements Part {
    @Override
    public int sentBytes() {
      return PART_BYTES;
    }

    @Override
    public Splice.Part told(Contents contents) {
      return new Splice.Kept(offset, length);
    }
  }

  private record Fresh(Piece piece) implements Part {
    @Override
    public int sentBytes() {
      return PART_BYTES + piece.length();
    }

    @Override
    public Splice.Part told(Contents contents) {
      byte[] bytes = new byte[piece.length()];
      contents.copy(piece, bytes, 0);
      return new Splice.Fresh(Bytes.owned(bytes));
    }
  }

  private Told(Layout layout, @Nullable List<Part> parts) {
    this.layout = layout;
    this.parts = parts;
  }

  /** Tells it whole. */
  public static Told whole(Layout layout) {
    return new Told(layout, null);
  }

  /** Tells it as a splice of {@code base}, unless telling it whole is as good. */
  public static Told of(Layout layout, Layout base) {
    List<Part> parts = new ArrayList<>();
    int free = 0;
    for (Piece piece : layout.pieces()) {
      free = add(parts, piece, base, free);
    }
    var told = new Told(layout, parts);
    return parts.size() <= Splice.MOST_PARTS && told.sentBytes() + LEAST_SAVED <= layout.length()
        ? told
        : whole(layout);
  }

  /**
   * Adds what {@code piece} keeps of {@code base}, not before {@code free}, and the rest of it;
   * returns where the base is free from then on.
   */
  private static int add(List<Part> parts, Piece piece, Layout base, int free) {
    int next = free;
    int start = 0;
    int from = piece.offset();
    int end = piece.offset() + piece.length();
    for (Piece there : base.pieces()) {
      int begin = Math.max(from, there.offset());
      int stop = Math.min(end, there.offset() + there.length());
      int at = start + begin - there.offset();
      if (there.number() == piece.number() && begin < stop && at >= next) {
        fresh(parts, piece.number(), from, begin);
        kept(parts, at, stop - begin);
        from = stop;
        next = at + stop - begin;
      }
      start += there.length();
    }
    fresh(parts, piece.number(), from, end);
    return next;
  }

  private static void fresh(List<Part> parts, long number, int from, int to) {
    if (to > from) {
      parts.add(new Fresh(new Piece(number, from, to - from)));
    }
  }

  private static void kept(List<Part> parts, int offset, int length) {
    Part last = parts.isEmpty() ? null : parts.get(parts.size() - 1);
    if (last instanceof Kept before && before.offset + before.length == offset) {
      parts.set(parts.size() - 1, new Kept(before.offset, before.length + length));
    } else {
      parts.add(new Kept(offset, length));
    }
  }

  /** Whether it is told whole. */
  public boolean isWhole() {
    return parts == null;
  }

  /** The value that is told. */
  public Layout layout() {
    return layout;
  }

  /** Where the bytes that travel lie. */
  public List<Piece> sent() {
    return parts == null
        ? layout.pieces()
        : parts.stream()
            .filter(Fresh.class::isInstance)
            .map(part -> ((Fresh) part).piece())
            .toList();
  }

  /** Bytes that travel, roughly. */
  public long sentBytes() {
    return parts == null ? layout.length() : parts.stream().mapToLong(Part::sentBytes).sum();
  }

  /** The splice, of one that is not told whole. */
  public Splice splice(Contents contents) {
    List<Splice.Part> told =
        parts == null ? List.of() : parts.stream().map(part -> part.told(contents)).toList();
    return new Splice(layout.codec(), told, layout.length(), layout.checksum());
  }
}
