package dev.holdfast.core.sharing;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.model.Blob;
import dev.holdfast.core.model.Checksum;
import dev.holdfast.core.model.Splice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides how values are stored: as pieces of what is stored already, and new bytes.
 *
 * <p>Bytes are never trusted to be equal because their checksums are: what is kept was compared,
 * or, for a splice, its result is what the sender says.
 */
public final class Sharing {

  /** Below this, a value is stored by itself: referring costs as much. */
  private static final int LEAST_LENGTH = 64;

  /** Of each value that is stored as pieces, at least one part in this many must be kept. */
  private static final int LEAST_KEPT = 8;

  private static final int JOINED = Layout.MOST_PIECES / 2;

  private final Contents contents;

  /** Shares what {@code contents} holds: everything that the bases are made of. */
  public Sharing(Contents contents) {
    this.contents = contents;
  }

  /** Lays out a value that came whole; its new bytes are added to {@code own}. */
  public Layout whole(Blob value, @Nullable Layout base, Content own) {
    Checksum checksum = Checksums.of(value.bytes());
    List<Piece> pieces =
        base == null || base.length() < LEAST_LENGTH || value.length() < LEAST_LENGTH
            ? alone(value.bytes(), own)
            : shared(value.bytes(), base, own);
    return new Layout(value.codec(), value.length(), checksum, own.number(), pieces);
  }

  private List<Piece> shared(Bytes value, Layout base, Content own) {
    byte[] before = Layouts.join(base.pieces(), contents);
    List<Splice.Part> parts = Differences.between(before, value.array());
    return keepsEnough(parts, value.length()) ? woven(parts, base, own) : alone(value, own);
  }

  /**
   * Lays out a value that came as a splice.
   *
   * @return empty if the splice does not give the value that it says, or leaves its base
   */
  public Optional<Layout> spliced(Splice splice, Layout base, Content own) {
    if (!fits(splice, base)) {
      return Optional.empty();
    }
    Bytes value = Bytes.owned(result(splice, base));
    if (!Checksums.of(value).equals(splice.checksum())) {
      return Optional.empty();
    }
    List<Piece> pieces =
        keepsEnough(splice.parts(), splice.length())
            ? woven(splice.parts(), base, own)
            : alone(value, own);
    return Optional.of(
        new Layout(splice.codec(), splice.length(), splice.checksum(), own.number(), pieces));
  }

  /** The ranges ascend, do not overlap, lie in the base, and the lengths add up. */
  private static boolean fits(Splice splice, Layout base) {
    long sum = 0;
    long free = 0;
    for (Splice.Part part : splice.parts()) {
      sum += part.length();
      if (part instanceof Splice.Kept kept) {
        if (kept.length() < 1 || kept.offset() < free) {
          return false;
        }
        free = (long) kept.offset() + kept.length();
      }
    }
    return sum == splice.length()
        && free <= base.length()
        && splice.length() <= Splice.MOST_LENGTH
        && splice.parts().size() <= Splice.MOST_PARTS;
  }

  private byte[] result(Splice splice, Layout base) {
    byte[] value = new byte[splice.length()];
    int at = 0;
    for (Splice.Part part : splice.parts()) {
      if (part instanceof Splice.Fresh fresh) {
        System.arraycopy(fresh.bytes().array(), 0, value, at, part.length());
      } else if (part instanceof Splice.Kept kept) {
        copy(base, kept, value, at);
      }
      at += part.length();
    }
    return value;
  }

  private void copy(Layout base, Splice.Kept kept, byte[] value, int start) {
    var range = new Pieces();
    range.addRange(base.pieces(), kept.offset(), kept.length());
    int at = start;
    for (Piece piece : range.toList()) {
      contents.copy(piece, value, at);
      at += piece.length();
    }
  }

  private static boolean keepsEnough(List<Splice.Part> parts, int length) {
    long kept = 0;
    for (Splice.Part part : parts) {
      kept += part instanceof Splice.Kept ? part.length() : 0;
    }
    return kept >= LEAST_LENGTH && kept >= length / LEAST_KEPT;
  }

  private static List<Piece> alone(Bytes value, Content own) {
    return value.length() == 0 ? List.of() : new ArrayList<>(List.of(own.add(value)));
  }

  private List<Piece> woven(List<Splice.Part> parts, Layout base, Content own) {
    var pieces = new Pieces();
    for (Splice.Part part : parts) {
      if (part instanceof Splice.Fresh fresh) {
        pieces.add(own.add(fresh.bytes()));
      } else if (part instanceof Splice.Kept kept) {
        pieces.addRange(base.pieces(), kept.offset(), kept.length());
      }
    }
    while (pieces.size() > Layout.MOST_PIECES) {
      pieces.joinSmall(JOINED, own, contents);
    }
    return pieces.toList();
  }
}
