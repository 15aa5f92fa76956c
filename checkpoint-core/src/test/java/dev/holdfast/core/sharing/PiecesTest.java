package dev.holdfast.core.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.bytes.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PiecesTest {

  private static final String LONG = "long ".repeat(1000);
  private final Pieces pieces = new Pieces();

  @Test
  void neighboursBecomeOne() {
    pieces.add(new Piece(1, 0, 10));
    pieces.add(new Piece(1, 10, 5));
    assertThat(pieces.toList()).containsExactly(new Piece(1, 0, 15));
  }

  @Test
  void piecesThatDoNotTouchStayApart() {
    pieces.add(new Piece(1, 0, 10));
    pieces.add(new Piece(2, 10, 5));
    pieces.add(new Piece(2, 16, 5));
    pieces.add(new Piece(2, 10, 5));
    assertThat(pieces.size()).isEqualTo(4);
  }

  @Test
  void anEmptyPieceIsNone() {
    pieces.add(new Piece(1, 5, 0));
    pieces.add(new Piece(1, 9, 3));
    pieces.add(new Piece(1, 12, 0));
    pieces.add(new Piece(3, 0, 0));
    assertThat(pieces.toList()).containsExactly(new Piece(1, 9, 3));
  }

  @Test
  void aRangeOfABaseIsCutOutOfItsPieces() {
    List<Piece> base = List.of(new Piece(1, 100, 10), new Piece(2, 0, 10), new Piece(3, 50, 10));
    pieces.addRange(base, 8, 14);
    assertThat(pieces.toList())
        .containsExactly(new Piece(1, 108, 2), new Piece(2, 0, 10), new Piece(3, 50, 2));
  }

  @Test
  void aRangeWithinAPieceIsAPieceOfIt() {
    List<Piece> base = List.of(new Piece(1, 100, 10), new Piece(2, 0, 10));
    pieces.addRange(base, 12, 3);
    assertThat(pieces.toList()).containsExactly(new Piece(2, 2, 3));
  }

  @Test
  void theLongestRunOfSmallPiecesIsStoredOnceMoreAsOne() {
    // Given
    var shelf = new Shelf();
    for (String text : List.of(LONG, "b", "cc", "d", LONG)) {
      pieces.add(shelf.next().add(Bytes.utf8(text)));
    }
    Content own = shelf.next();

    // When
    pieces.joinSmall(3, own, shelf);

    // Then
    assertThat(pieces.toList())
        .containsExactly(
            new Piece(1, 0, LONG.length()), new Piece(6, 0, 4), new Piece(5, 0, LONG.length()));
    assertThat(new String(own.toArray(), StandardCharsets.UTF_8)).isEqualTo("bccd");
  }

  @Test
  void whatWasJoinedIsNotStoredAgainWhereThereAreEnoughSmallOnes() {
    // Given
    var shelf = new Shelf();
    for (String text : List.of("a", "b", LONG, "c", "d", "e f", "g")) {
      pieces.add(shelf.next().add(Bytes.utf8(text)));
    }

    // When
    pieces.joinSmall(4, shelf.next(), shelf);

    // Then
    assertThat(pieces.toList()).contains(new Piece(3, 0, LONG.length())).hasSize(4);
  }

  @Test
  void whereTooFewSmallOnesAreTogetherLargerOnesAreTaken() {
    // Given
    var shelf = new Shelf();
    for (String text : List.of("a", LONG, "b", LONG, "c")) {
      pieces.add(shelf.next().add(Bytes.utf8(text)));
    }

    // When
    pieces.joinSmall(3, shelf.next(), shelf);

    // Then
    assertThat(pieces.toList()).containsExactly(new Piece(6, 0, 2 * LONG.length() + 3));
  }
}
