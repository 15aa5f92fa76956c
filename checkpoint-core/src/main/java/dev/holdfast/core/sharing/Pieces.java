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
   * Stores a run of {@code count} pieces once more, as one: that whose greatest piece is the
   * smallest, so that what was joined is left alone until there are {@code count} as large. A value
   * that only grows is stored two to three times until it has grown {@code count} squared times.
   */
  void joinSmallest(int count, Content own, Contents contents) {
    int first = smallest(count);
    List<Piece> run = list.subList(first, first + count);
    byte[] joined = Layouts.join(List.copyOf(run), contents);
    run.clear();
    list.add(first, own.add(joined, 0, joined.length));
  }

  private int smallest(int count) {
    int least = Integer.MAX_VALUE;
    int first = 0;
    for (int i = 0; i + count <= list.size(); i++) {
      int greatest = list.subList(i, i + count).stream().mapToInt(Piece::length).max().orElse(0);
      if (greatest < least) {
        least = greatest;
        first = i;
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
