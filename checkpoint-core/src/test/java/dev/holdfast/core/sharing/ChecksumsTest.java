package dev.holdfast.core.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.model.Checksum;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The vectors are {@code xxhash.xxh3_128_digest} of Python's xxhash. */
final class ChecksumsTest {
  private static final int LONG = 100_000;

  @Test
  void checksumsAreThoseOfPythonsXxhash() {
    byte[] ramp = new byte[256];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = (byte) i;
    }
    byte[] large = new byte[LONG];
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) (i * 7 % 251);
    }

    assertThat(hex(Bytes.EMPTY)).isEqualTo("99aa06d3014798d86001c324468d497f");
    assertThat(hex(Bytes.utf8("a"))).isEqualTo("a96faf705af16834e6c632b61e964e1f");
    assertThat(hex(Bytes.utf8("hello world"))).isEqualTo("df8d09e93f874900a99b8775cc15b6c7");
    assertThat(hex(Bytes.owned(ramp))).isEqualTo("f1f8a93f50849ac39408a4433b952d71");
    assertThat(hex(Bytes.utf8("x".repeat(1000)))).isEqualTo("50a1af5a5f2dcf01c0a4877b962cba82");
    assertThat(hex(Bytes.owned(large))).isEqualTo("70227b16fd5f74ef17a701075a95b432");
  }

  @Test
  void aChecksumIsReadBackFromItsBytes() {
    // Given
    var checksum = new Checksum(0x8001020304050607L, 0x08090a0b0c0d0e0fL);

    // When
    byte[] bytes = checksum.bytes();

    // Then
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("800102030405060708090a0b0c0d0e0f");
    assertThat(Checksum.of(bytes)).isEqualTo(checksum);
  }

  private static String hex(Bytes bytes) {
    return HexFormat.of().formatHex(Checksums.of(bytes).bytes());
  }
}
