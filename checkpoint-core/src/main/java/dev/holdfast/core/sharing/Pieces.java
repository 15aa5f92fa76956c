package dev.holdfast.core.sharing;

import java.util.ArrayList;
import java.util.List;

/** A growing list of pieces in which neighbours become one. */
final class Pieces {

  private static final long SMALL = 4 << 10;
  private static final int NEXT = 16;

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
   * Stores a run of small pieces once more, as one: the longest run of pieces of up to 4 KiB, or of
   * 64 KiB, 1 MiB, … where there are not enough smaller ones beside each other. So a value that
   * only grows is not stored again each time: less than three times in all when it has grown a
   * thousand times.
   */
  void joinSmall(int least, Content own, Contents contents) {
    long bound = SMALL;
    Run run = longest(bound);
    while (run.count < least) {
      bound *= NEXT;
      run = longest(bound);
    }
    List<Piece> small = list.subList(run.first, run.first + run.count);
    byte[] joined = Layouts.join(List.copyOf(small), contents);
    small.clear();
    list.add(run.first, own.add(joined, 0, joined.length));
  }

  private record Run(int first, int count) {}

  /** The longest run of pieces of at most {@code bound} bytes. */
  private Run longest(long bound) {
    var longest = new Run(0, 0);
    int first = 0;
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).length() > bound) {
        first = i + 1;
      } else if (i + 1 - first > longest.count) {
        longest = new Run(first, i + 1 - first);
      }
    }
    return longest;
  }

  int size() {
    return list.size();
  }

  List<Piece> toList() {
    return List.copyOf(list);
  }
}
