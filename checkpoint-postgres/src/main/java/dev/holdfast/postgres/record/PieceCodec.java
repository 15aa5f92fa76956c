package dev.holdfast.postgres.record;

import dev.holdfast.core.model.Checksum;
import dev.holdfast.core.sharing.Layout;
import dev.holdfast.core.sharing.Piece;
import java.util.ArrayList;
import java.util.List;

/** The format of layouts and blobs. */
final class PieceCodec {

  private PieceCodec() {}

  static void layout(BytesOut out, long number, Layout layout) {
    out.text(layout.codec()).integer(layout.length());
    out.fixed(layout.checksum().high()).fixed(layout.checksum().low());
    out.integer(layout.pieces().size());
    layout.pieces().forEach(piece -> piece(out, number, piece));
  }

  static Layout readLayout(BytesIn in, long number) {
    String codec = in.text();
    int length = in.integer();
    var checksum = new Checksum(in.fixed(), in.fixed());
    int count = in.integer();
    List<Piece> pieces = new ArrayList<>(Math.min(count, Layout.MOST_PIECES));
    for (int i = 0; i < count; i++) {
      pieces.add(readPiece(in, number));
    }
    return new Layout(codec, length, checksum, number, pieces);
  }

  static void blob(BytesOut out, long number, StoredBlob blob) {
    out.text(blob.codec());
    Piece piece = blob.piece();
    out.integerByte(piece == null ? 0 : 1);
    if (piece != null) {
      piece(out, number, piece);
    }
  }

  static StoredBlob readBlob(BytesIn in, long number) {
    return new StoredBlob(in.text(), in.integerByte() == 0 ? null : readPiece(in, number));
  }

  private static void piece(BytesOut out, long number, Piece piece) {
    out.number(number - piece.number()).integer(piece.offset()).integer(piece.length());
  }

  private static Piece readPiece(BytesIn in, long number) {
    return new Piece(number - in.number(), in.integer(), in.integer());
  }
}
