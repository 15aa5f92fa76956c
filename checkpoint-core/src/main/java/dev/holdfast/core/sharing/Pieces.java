package dev.holdfast.core.sharing;

import java.util.ArrayList;
import java.util.List;

/** A growing list of pieces in which neighbours become one. */
final class Pieces {

  private final List<Piece> list = new ArrayList<>();

  /** Adds a piece at the end. */
  void add(Piece piece) {
    Piece last = list.isEmpty() ? null : list.get(list.size() - 1);
    if (last != null && last.touches(piece)) {
      list.set(
          list.size() - 1, new Piece(last.number(), last.offset(), last.length() + piece.length()));
    } else if (piece.length() > 0) {
      list.add(piece);
    }
  }

  /** Adds the pieces of {@code length} bytes of {@code base}, from {@code offset} on. */
  void addRange(List<Piece> base, int offset, int length) {
    int start = 0;
    for (Piece piece : base) {
      int from = Math.max(offset, start);
      int to = Math.min(offset + length, start + piece.length());
      if (from < to) {
        add(new Piece(piece.number(), piece.offset() + from - start, to - from));
      }
      start += piece.length();
    }
  }

  /**
   * Stores the smallest run of {@code count} pieces once more, as one: so a value that only grows
   * is stored about twice until it has grown {@code count} squared times.
   */
  void joinSmallest(int count, Content own, Contents contents) {
    int first = smallest(count);
    List<Piece> run = list.subList(first, first + count);
    byte[] joined = Layouts.join(List.copyOf(run), contents);
    run.clear();
    list.add(first, own.add(joined, 0, joined.length));
  }

  private int smallest(int count) {
    long sum = 0;
    long least = Long.MAX_VALUE;
    int first = 0;
    for (int i = 0; i < list.size(); i++) {
      sum += list.get(i).length() - (i < count ? 0 : list.get(i - count).length());
      if (i >= count - 1 && sum <= least) {
        least = sum;
        first = i - count + 1;
      }
    }
    return first;
  }

  int size() {
    return list.size();
  }

  List<Piece> toList() {
    return List.copyOf(list);
  }
}
