package dev.holdfast.core.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BytesTest {
  @Test
  void equalContentIsEqual() {
    assertThat(Bytes.utf8("ä")).isEqualTo(Bytes.owned(new byte[] {(byte) 0xc3, (byte) 0xa4}));
    assertThat(Bytes.utf8("ä")).hasSameHashCodeAs(Bytes.utf8("ä"));
    assertThat(Bytes.utf8("ä")).isNotEqualTo(Bytes.utf8("a"));
  }

  @Test
  void nothingIsAlwaysTheSameNothing() {
    assertThat(Bytes.owned(new byte[0])).isSameAs(Bytes.EMPTY);
    assertThat(Bytes.utf8("").length()).isZero();
  }

  @Test
  void largeContentIsNotCopied() {
    // Given
    byte[] content = {1, 2, 3};

    // When
    var bytes = Bytes.owned(content);

    // Then
    assertThat(bytes.array()).isSameAs(content);
    assertThat(bytes.length()).isEqualTo(3);
  }

  @Test
  void aViewCannotBeWrittenTo() {
    // When
    var view = Bytes.utf8("abc").view();

    // Then
    assertThat(view.isReadOnly()).isTrue();
    assertThat(view.remaining()).isEqualTo(3);
  }
}
