package dev.holdfast.core.sharing;

import static dev.holdfast.core.sharing.Draws.join;
import static dev.holdfast.core.sharing.Draws.noise;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.model.Splice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SharingTest {
  private static final int SEEDS = 150;
  private static final int VERSIONS = 40;

  private final Shelf shelf = new Shelf();

  @Test
  void everyVersionComesBackWhetherItCameWholeOrAsASplice() {
    for (long seed = 0; seed < SEEDS; seed++) {
      // Given
      var draws = new Draws(seed);
      List<byte[]> values = new ArrayList<>(List.of(draws.bytes(2000)));
      List<Layout> layouts = new ArrayList<>(List.of(shelf.whole(values.get(0), null)));

      // When
      for (int i = 1; i < VERSIONS; i++) {
        int base = draws.random.nextInt(i);
        add(draws, values.get(base), layouts.get(base), values, layouts);
      }

      // Then
      for (int i = 0; i < VERSIONS; i++) {
        assertThat(shelf.value(layouts.get(i))).as("seed %s", seed).isEqualTo(values.get(i));
        assertThat(layouts.get(i).pieces()).hasSizeLessThanOrEqualTo(Layout.MOST_PIECES);
      }
    }
  }

  private void add(
      Draws draws, byte[] base, Layout layout, List<byte[]> values, List<Layout> layouts) {
    if (draws.random.nextBoolean()) {
      values.add(draws.edited(base));
      layouts.add(shelf.whole(values.get(values.size() - 1), layout));
    } else {
      List<Splice.Part> parts = draws.parts(base);
      values.add(Draws.applied(parts, base));
      layouts.add(shelf.spliced(Draws.splice(parts, base), layout));
    }
  }

  @Test
  void anEqualValueSharesEverything() {
    // Given
    byte[] value = noise(1, 5000);
    Layout first = shelf.whole(value, null);
    Layout grown = shelf.whole(join(value, noise(2, 50)), first);

    // When
    Layout again = shelf.whole(join(value, noise(2, 50)), grown);

    // Then
    assertThat(again.pieces()).isEqualTo(grown.pieces());
    assertThat(shelf.last().length()).isZero();
  }

  @Test
  void anEqualValueThatIsSplicedSharesEverything() {
    // Given
    byte[] value = noise(1, 5000);
    Layout first = shelf.whole(value, null);

    // When
    Layout again = shelf.spliced(Draws.splice(List.of(new Splice.Kept(0, 5000)), value), first);

    // Then
    assertThat(again.pieces()).isEqualTo(first.pieces());
    assertThat(shelf.last().length()).isZero();
  }

  @Test
  void onlyWhatIsNewIsStored() {
    // Given
    byte[] value = noise(1, 5000);
    Layout first = shelf.whole(value, null);

    // When
    Layout next = shelf.whole(join(value, "appended".getBytes(UTF_8)), first);

    // Then
    assertThat(shelf.last().length()).isEqualTo("appended".length());
    assertThat(next.pieces())
        .containsExactly(new Piece(1, 0, 5000), new Piece(2, 0, "appended".length()));
    assertThat(next.home()).isEqualTo(2);
  }

  @Test
  void aValueThatKeepsLessThanAnEighthIsStoredByItself() {
    // Given
    byte[] value = noise(1, 1000);
    Layout first = shelf.whole(value, null);

    // When
    Layout little = shelf.whole(join(Arrays.copyOf(value, 100), noise(2, 900)), first);
    int stored = shelf.last().length();
    Layout enough = shelf.whole(join(Arrays.copyOf(value, 125), noise(3, 875)), first);

    // Then
    assertThat(little.pieces()).containsExactly(new Piece(2, 0, 1000));
    assertThat(stored).isEqualTo(1000);
    assertThat(enough.pieces()).containsExactly(new Piece(1, 0, 125), new Piece(3, 0, 875));
  }

  @Test
  void aSpliceThatKeepsLessThanAnEighthIsStoredByItself() {
    // Given
    byte[] value = noise(1, 1000);
    Layout first = shelf.whole(value, null);
    List<Splice.Part> parts =
        List.of(new Splice.Kept(10, 100), new Splice.Fresh(Bytes.owned(noise(2, 900))));

    // When
    Layout little = shelf.spliced(Draws.splice(parts, value), first);

    // Then
    assertThat(little.pieces()).containsExactly(new Piece(2, 0, 1000));
    assertThat(shelf.value(little)).isEqualTo(Draws.applied(parts, value));
  }

  @Test
  void aShortValueIsStoredByItself() {
    // Given
    byte[] value = noise(1, 63);
    Layout first = shelf.whole(value, null);

    // When
    Layout again = shelf.whole(value, first);

    // Then
    assertThat(again.pieces()).containsExactly(new Piece(2, 0, 63));
  }

  @Test
  void anEmptyValueHasNoPieces() {
    // When
    Layout empty = shelf.whole(new byte[0], shelf.whole(noise(1, 500), null));

    // Then
    assertThat(empty.pieces()).isEmpty();
    assertThat(shelf.value(empty)).isEmpty();
  }
}
