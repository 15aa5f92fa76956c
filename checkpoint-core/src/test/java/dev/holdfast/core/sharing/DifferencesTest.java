package dev.holdfast.core.sharing;

import static dev.holdfast.core.sharing.Draws.join;
import static dev.holdfast.core.sharing.Draws.noise;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.model.Splice;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DifferencesTest {
  private static final int SEEDS = 3000;
  private static final byte[] NOISE = noise(1, 200);

  @Test
  void theDifferencesOfRandomEditsGiveTheValue() {
    for (long seed = 0; seed < SEEDS; seed++) {
      // Given
      var draws = new Draws(seed);
      byte[] base = draws.bytes(1500);
      byte[] value = draws.edited(base);

      // When
      List<Splice.Part> parts = Differences.between(base, value);

      // Then
      assertThat(Draws.applied(parts, base)).as("seed %s", seed).isEqualTo(value);
      assertAscending(parts, base.length, seed);
    }
  }

  private static void assertAscending(List<Splice.Part> parts, int length, long seed) {
    int free = 0;
    for (Splice.Part part : parts) {
      assertThat(part.length()).as("seed %s", seed).isPositive();
      if (part instanceof Splice.Kept kept) {
        assertThat(kept.offset()).as("seed %s", seed).isGreaterThanOrEqualTo(free);
        free = kept.offset() + kept.length();
      }
    }
    assertThat(free).as("seed %s", seed).isLessThanOrEqualTo(length);
    assertThat(parts).hasSizeLessThanOrEqualTo(4);
  }

  @Test
  void runsShorterThan32BytesAreNotKept() {
    // Given
    byte[] base = join(noise(2, 31), "old".getBytes(UTF_8), noise(3, 31));
    byte[] value = join(noise(2, 31), "new".getBytes(UTF_8), noise(3, 31));

    // When
    List<Splice.Part> parts = Differences.between(base, value);

    // Then
    assertThat(parts).containsExactly(fresh(value));
  }

  @Test
  void runsOf32BytesAreKept() {
    // Given
    byte[] base = join(noise(2, 32), "old".getBytes(UTF_8), noise(3, 32));
    byte[] value = join(noise(2, 32), "n".getBytes(UTF_8), noise(3, 32));

    // When
    List<Splice.Part> parts = Differences.between(base, value);

    // Then
    assertThat(parts)
        .containsExactly(
            new Splice.Kept(0, 32), fresh("n".getBytes(UTF_8)), new Splice.Kept(35, 32));
  }

  @Test
  void whatFollowsAHeaderIsKeptWhateverTheHeaderBecomes() {
    byte[][] headers = {
      {(byte) 0x9f},
      {(byte) 0x8e},
      {(byte) 0xdc, 0, 16},
      {(byte) 0xde, 0, 17},
      {(byte) 0xdd, 0, 1, 0, 0},
      {(byte) 0xdf, 0, 1, 0, 1}
    };
    for (byte[] before : headers) {
      for (byte[] after : headers) {
        if (!Arrays.equals(before, after)) {
          // When
          var parts = Differences.between(join(before, NOISE), join(after, NOISE, NOISE));

          // Then
          assertThat(parts)
              .containsExactly(
                  fresh(after), new Splice.Kept(before.length, NOISE.length), fresh(NOISE));
        }
      }
    }
  }

  @Test
  void prefixAndSuffixNeverOverlap() {
    for (int before = 0; before < 200; before += 7) {
      for (int after = 0; after < 200; after += 5) {
        // Given
        byte[] base = "a".repeat(before).getBytes(UTF_8);
        byte[] value = "a".repeat(after).getBytes(UTF_8);

        // When
        List<Splice.Part> parts = Differences.between(base, value);

        // Then
        assertThat(Draws.applied(parts, base)).isEqualTo(value);
        assertAscending(parts, before, after);
      }
    }
  }

  @Test
  void nothingIsKeptOfOrForAnEmptyValue() {
    assertThat(Differences.between(new byte[0], new byte[0])).isEmpty();
    assertThat(Differences.between(NOISE, new byte[0])).isEmpty();
    assertThat(Differences.between(new byte[0], NOISE)).containsExactly(fresh(NOISE));
  }

  @Test
  void anEqualValueIsOneKeptRange() {
    assertThat(Differences.between(NOISE, NOISE.clone()))
        .containsExactly(new Splice.Kept(0, NOISE.length));
  }

  private static Splice.Part fresh(byte[] bytes) {
    return new Splice.Fresh(Bytes.owned(bytes));
  }
}
