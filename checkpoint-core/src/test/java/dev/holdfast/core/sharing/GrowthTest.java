package dev.holdfast.core.sharing;

import static dev.holdfast.core.sharing.Draws.join;
import static dev.holdfast.core.sharing.Draws.noise;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.model.Splice;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What many versions of one value cost: pieces to follow, and bytes that are stored again. */
final class GrowthTest {
  private static final int APPENDS = 1000;
  private static final double MOST_TIMES = 2.8;

  private final Shelf shelf = new Shelf();

  private interface Step {
    Layout of(byte[] base, Layout layout, byte[] added);
  }

  @Test
  void aValueThatGrowsIsStoredAFewTimesAtMost() {
    assertThat(grown(this::appended)).isLessThan(MOST_TIMES);
  }

  @Test
  void aValueThatGrowsBySplicesIsStoredAFewTimesAtMost() {
    assertThat(grown(this::spliced)).isLessThan(MOST_TIMES);
  }

  @Test
  void noNumberOfEditsInTheMiddleMakesMorePieces() {
    // Given
    var draws = new Draws(1);
    byte[] value = noise(1, 50_000);
    Layout layout = shelf.whole(value, null);

    // When
    for (int i = 0; i < APPENDS; i++) {
      value = value.clone();
      value[draws.random.nextInt(value.length)]++;
      layout = shelf.whole(value, layout);

      // Then
      assertThat(layout.pieces()).hasSizeLessThanOrEqualTo(Layout.MOST_PIECES);
    }
    assertThat(shelf.value(layout)).isEqualTo(value);
  }

  @Test
  void aSpliceOf64PartsOnAValueOf64PiecesMakesNoMorePieces() {
    // Given
    byte[] value = noise(0, 64 * 40);
    Layout layout = shelf.whole(value, null);
    for (int i = 0; layout.pieces().size() < Layout.MOST_PIECES; i++) {
      byte[] added = noise(i, 40);
      layout = appended(value, layout, added);
      value = join(value, added);
    }
    var draws = new Draws(2);
    List<Splice.Part> parts = new ArrayList<>();
    int range = value.length / (Splice.MOST_PARTS / 2);
    for (int i = 0; i < Splice.MOST_PARTS / 2; i++) {
      parts.add(new Splice.Kept(i * range, range));
      parts.add(new Splice.Fresh(Bytes.owned(noise(draws.random.nextInt(), 5))));
    }

    // When
    Layout cut = shelf.spliced(Draws.splice(parts, value), layout);

    // Then
    assertThat(cut.pieces()).hasSizeLessThanOrEqualTo(Layout.MOST_PIECES);
    assertThat(shelf.value(cut)).isEqualTo(Draws.applied(parts, value));
  }

  /** How many times its last length is stored of a value that grows. */
  private double grown(Step step) {
    byte[] value = noise(0, 300);
    Layout layout = shelf.whole(value, null);
    for (int i = 1; i <= APPENDS; i++) {
      byte[] added = noise(i, 100 + i * 37 % 500);
      layout = step.of(value, layout, added);
      value = join(value, added);
      assertThat(layout.pieces()).hasSizeLessThanOrEqualTo(Layout.MOST_PIECES);
    }
    assertThat(shelf.value(layout)).isEqualTo(value);
    return (double) shelf.bytes() / value.length;
  }

  private Layout appended(byte[] base, Layout layout, byte[] added) {
    return shelf.whole(join(base, added), layout);
  }

  private Layout spliced(byte[] base, Layout layout, byte[] added) {
    List<Splice.Part> parts =
        List.of(new Splice.Kept(0, base.length), new Splice.Fresh(Bytes.owned(added)));
    return shelf.spliced(Draws.splice(parts, base), layout);
  }
}
