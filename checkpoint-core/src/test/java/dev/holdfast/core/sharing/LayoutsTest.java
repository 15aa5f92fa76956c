package dev.holdfast.core.sharing;

import static dev.holdfast.core.sharing.Draws.join;
import static dev.holdfast.core.sharing.Draws.noise;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class LayoutsTest {
  private final Shelf shelf = new Shelf();
  private final byte[] value = join(noise(1, 300), noise(2, 40));
  private final Layout layout = shelf.whole(value, shelf.whole(noise(1, 300), null));

  @Test
  void aValueIsPutTogetherOfItsPieces() {
    assertThat(layout.pieces()).hasSize(2);
    assertThat(shelf.value(layout)).isEqualTo(value);
  }

  @Test
  void anyFlippedBitIsNoticed() {
    for (int bit = 0; bit < value.length * Byte.SIZE; bit++) {
      int flipped = bit;
      Contents damaged =
          (piece, target, at) -> {
            shelf.copy(piece, target, at);
            int byteAt = flipped / Byte.SIZE;
            if (byteAt >= at && byteAt < at + piece.length()) {
              target[byteAt] ^= (byte) (1 << flipped % Byte.SIZE);
            }
          };
      assertThat(Layouts.value(layout, damaged)).as("bit %s", bit).isEmpty();
    }
  }

  @Test
  void aPieceTooFewOrTooManyIsNoticed() {
    var pieces = layout.pieces();
    assertThat(Layouts.value(of(layout.length(), pieces.subList(0, 1)), shelf)).isEmpty();
    assertThat(Layouts.value(of(layout.length(), List.of(pieces.get(1), pieces.get(0))), shelf))
        .isEmpty();
    assertThat(Layouts.value(of(layout.length() + 1, pieces), shelf)).isEmpty();
  }

  private Layout of(int length, List<Piece> pieces) {
    return new Layout(layout.codec(), length, layout.checksum(), layout.home(), pieces);
  }
}
