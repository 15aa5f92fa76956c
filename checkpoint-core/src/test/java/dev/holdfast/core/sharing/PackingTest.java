package dev.holdfast.core.sharing;

import static dev.holdfast.core.sharing.Draws.noise;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.github.luben.zstd.ZstdException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class PackingTest {
  private static final int SEEDS = 500;
  private static final int HEADER_BITS = 5 * Byte.SIZE;
  private static final Class<?>[] REFUSALS = {IllegalArgumentException.class, ZstdException.class};
  private static final byte[] TEXT = "{\"role\": \"user\"}, ".repeat(300).getBytes(UTF_8);
  private static final int LENGTH = TEXT.length;

  @Test
  void whatIsPackedComesBack() {
    for (long seed = 0; seed < SEEDS; seed++) {
      byte[] bytes = new Draws(seed).bytes(3000);
      assertThat(Packing.unpack(Packing.pack(bytes))).as("seed %s", seed).isEqualTo(bytes);
    }
    assertThat(Packing.unpack(Packing.pack(new byte[0]))).isEmpty();
    assertThat(Packing.unpack(Packing.pack(new byte[64 << 20]))).hasSize(64 << 20);
  }

  @Test
  void whatLiesBehindTheCountIsNotPacked() {
    byte[] noise = noise(1, 100_000);
    for (int count : new int[] {0, 95, 96, 1000, 70_000}) {
      assertThat(Packing.unpack(Packing.pack(noise, count))).isEqualTo(Arrays.copyOf(noise, count));
    }
    int half = TEXT.length / 2;
    assertThat(Packing.unpack(Packing.pack(TEXT, half))).isEqualTo(Arrays.copyOf(TEXT, half));
  }

  @Test
  void textIsCompressed() {
    assertThat(Packing.pack(TEXT)).hasSizeLessThan(TEXT.length / 10);
  }

  @Test
  void whatCannotBeCompressedCostsOneByteMore() {
    for (int length : new int[] {0, 1, 95, 96, 1000, 200_000}) {
      assertThat(Packing.pack(noise(length, length))).hasSize(length + 1);
    }
  }

  @Test
  void whatIsCutOffIsNotRead() {
    byte[] packed = Packing.pack(TEXT);
    for (int length = 0; length < packed.length; length++) {
      byte[] cut = Arrays.copyOf(packed, length);
      assertThatThrownBy(() -> Packing.unpack(cut)).isInstanceOfAny(REFUSALS);
    }
  }

  @Test
  void aFlippedBitNeverGivesAnotherFailureNorAnotherLength() {
    byte[] packed = Packing.pack(TEXT);
    for (int bit = Byte.SIZE; bit < packed.length * Byte.SIZE; bit++) {
      byte[] damaged = packed.clone();
      damaged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      Throwable refusal = catchThrowable(() -> assertThat(Packing.unpack(damaged)).hasSize(LENGTH));
      if (refusal != null || bit < HEADER_BITS) {
        assertThat(refusal).as("bit %s", bit).isInstanceOfAny(REFUSALS);
      }
    }
  }

  @Test
  void anotherFormatIsNotRead() {
    refuses(new byte[] {2, 0, 0, 0, 1, 1});
    refuses(new byte[] {-1});
    refuses(noise(1, 500));
  }

  @Test
  void aLengthThatCannotBeIsNotAllocated() {
    byte[] packed = Packing.pack(TEXT);
    for (int high : new int[] {0x7f, 0x40, 0x80, 0xff}) {
      byte[] damaged = packed.clone();
      damaged[1] = (byte) high;
      refuses(damaged);
    }
    refuses(new byte[] {3, 0x7f, -1, -1, -1});
  }

  private static void refuses(byte[] packed) {
    assertThatIllegalArgumentException().isThrownBy(() -> Packing.unpack(packed));
  }

  /** Some bits of a frame mean nothing for what it holds. */
  @Test
  void aBitThatIsAnotherNeverGivesOtherBytes() {
    byte[] bytes = "what is said again and again. ".repeat(40).getBytes(UTF_8);
    byte[] packed = Packing.pack(bytes);
    int refused = 0;
    for (int at = 0; at < Byte.SIZE * packed.length; at++) {
      byte[] damaged = packed.clone();
      damaged[at / Byte.SIZE] ^= (byte) (1 << at % Byte.SIZE);
      try {
        assertThat(Packing.unpack(damaged)).as("bit %d", at).isEqualTo(bytes);
      } catch (IllegalArgumentException noticed) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(7 * packed.length);
  }
}
