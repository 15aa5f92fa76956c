package dev.holdfast.core.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class Sha256Test {
  @Test
  void itIsThatOfThePublishedExample() {
    assertThat(new Sha256().add("a").add("bc").hex())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void numbersAreBytesTheHighestFirst() {
    byte[] eight = {0, 0, 0, 0, 0, 0, 1, 2};
    byte[] four = {0, 0, 1, 2};

    assertThat(new Sha256().add(258L).hex()).isEqualTo(new Sha256().add(eight).hex());
    assertThat(new Sha256().add(258).hex()).isEqualTo(new Sha256().add(four).hex());
  }

  @Test
  void textIsUtf8AndTheDigestIsThatOfTheHex() {
    Bytes digest = new Sha256().add("ä").digest();

    assertThat(digest).isEqualTo(new Sha256().add(Bytes.utf8("ä").array()).digest());
    assertThat(HexFormat.of().formatHex(digest.array())).isEqualTo(new Sha256().add("ä").hex());
    assertThat(digest.length()).isEqualTo(32);
  }
}
