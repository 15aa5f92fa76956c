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

final class ToldTest {
  private static final int SEEDS = 100;
  private static final int VERSIONS = 25;

  private final Shelf shelf = new Shelf();

  @Test
  void anyValueIsToldAgainstAnyBase() {
    int splices = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      List<Layout> layouts = versions(new Draws(seed));
      for (Layout base : layouts) {
        for (Layout layout : layouts) {
          Told told = Told.of(layout, base);
          splices += told.isWhole() ? 0 : 1;
          assertTold(told, layout, base, seed);
        }
      }
    }
    assertThat(splices).isGreaterThan(SEEDS * VERSIONS);
  }

  private List<Layout> versions(Draws draws) {
    List<Layout> layouts = new ArrayList<>(List.of(shelf.whole(draws.bytes(3000), null)));
    while (layouts.size() < VERSIONS) {
      Layout base = layouts.get(draws.random.nextInt(layouts.size()));
      byte[] value = shelf.value(base);
      layouts.add(
          draws.random.nextBoolean()
              ? shelf.whole(draws.edited(value), base)
              : shelf.spliced(Draws.splice(draws.parts(value), value), base));
    }
    return layouts;
  }

  private void assertTold(Told told, Layout layout, Layout base, long seed) {
    assertThat(told.layout()).isEqualTo(layout);
    if (told.isWhole()) {
      assertThat(told.sentBytes()).isEqualTo(layout.length());
      return;
    }
    Splice splice = told.splice(shelf);
    assertThat(splice.parts()).hasSizeLessThanOrEqualTo(Splice.MOST_PARTS);
    assertThat(told.sentBytes()).isLessThanOrEqualTo(layout.length() - 256);
    assertThat(splice.sentBytes()).isLessThanOrEqualTo(told.sentBytes());
    assertThat(Draws.applied(splice.parts(), shelf.value(base)))
        .as("seed %s", seed)
        .isEqualTo(shelf.value(layout));
    Layout taken = shelf.spliced(splice, base); // as whoever is told it takes it
    assertThat(shelf.value(taken)).isEqualTo(shelf.value(layout));
  }

  @Test
  void whereNothingIsSavedItIsToldWhole() {
    // Given
    Layout base = shelf.whole(noise(1, 3000), null);
    Layout other = shelf.whole(noise(2, 3000), null);
    Layout small = shelf.whole(noise(3, 260), null);
    Layout smallAgain = shelf.whole(noise(3, 260), small);

    // Then
    assertThat(Told.of(other, base).isWhole()).isTrue();
    assertThat(Told.of(smallAgain, small).isWhole()).isTrue();
    assertThat(Told.whole(base).isWhole()).isTrue();
  }

  @Test
  void ofAnEditInTheMiddleOnlyTheEditIsTold() {
    // Given
    byte[] value = noise(1, 10_000);
    Layout base = shelf.whole(value, null);
    byte[] edited =
        join(
            Arrays.copyOf(value, 4000),
            "edit".getBytes(UTF_8),
            Arrays.copyOfRange(value, 5000, 10_000));
    Layout layout = shelf.whole(edited, base);

    // When
    Told told = Told.of(layout, base);

    // Then
    assertThat(told.splice(shelf).parts())
        .hasSize(3)
        .contains(new Splice.Kept(0, 4000), new Splice.Kept(5000, 5000));
    assertThat(told.sentBytes()).isEqualTo(3 * 10 + 4);
  }

  @Test
  void anOlderValueIsToldAgainstANewerOne() {
    // Given
    byte[] value = noise(1, 10_000);
    Layout older = shelf.whole(value, null);
    Layout newer = shelf.whole(join(value, noise(2, 500)), older);

    // When
    Told told = Told.of(older, newer);

    // Then
    assertThat(told.splice(shelf).parts()).containsExactly(new Splice.Kept(0, 10_000));
  }

  @Test
  void rangesThatFollowEachOtherAreToldAsOne() {
    // Given
    Layout first = shelf.whole(noise(1, 3000), null);
    Layout base = shelf.whole(join(noise(1, 3000), noise(2, 500)), first);
    Layout layout = shelf.whole(join(noise(1, 3000), noise(2, 500), noise(3, 10)), base);

    // When
    Splice splice = Told.of(layout, base).splice(shelf);

    // Then
    assertThat(base.pieces()).hasSize(2);
    assertThat(splice.parts()).hasSize(2).startsWith(new Splice.Kept(0, 3500));
  }

  @Test
  void whatLiesInAnotherOrderIsKeptOnlyWhereRangesAscend() {
    // Given
    Piece one = shelf.whole(noise(1, 3000), null).pieces().get(0);
    Piece two = shelf.whole(noise(2, 3000), null).pieces().get(0);
    Layout base = of(one, two);
    Layout layout = of(two, one);

    // Then
    assertTold(Told.of(layout, base), layout, base, 0);
    assertTold(Told.of(of(one, one), base), of(one, one), base, 0);
  }

  @Test
  void whatTakesMoreThan64PartsIsToldWhole() {
    // Given
    Layout layout = shelf.whole(noise(1, 10_000), null);
    long number = layout.pieces().get(0).number();
    Piece[] most = new Piece[Splice.MOST_PARTS / 2 + 1];
    for (int i = 0; i < most.length; i++) {
      most[i] = new Piece(number, i * 300, 280);
    }

    // Then
    assertThat(Told.of(layout, of(most)).isWhole()).isTrue();
    assertThat(Told.of(layout, of(Arrays.copyOf(most, most.length - 1))).isWhole()).isFalse();
  }

  private Layout of(Piece... pieces) {
    Bytes value = Bytes.owned(Layouts.join(List.of(pieces), shelf));
    return new Layout("msgpack", value.length(), Checksums.of(value), 1, List.of(pieces));
  }
}
