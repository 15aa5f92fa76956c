package dev.holdfast.core.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class IdentifiersTest {
  private static final String POINTER = "/operations/0/thread_id";

  @Test
  void cleanTextIsReturned() {
    for (String text : List.of("a", " ", "ümlaut", "\uFFFF", "😀", "\u0001", "a|b:c")) {
      assertThat(required(text, 100)).isSameAs(text);
    }
  }

  @Test
  void anEmptyIdentifierIsRefusedWhereOneIsRequired() {
    assertThat(refusal("").code()).isEqualTo(Code.INVALID_IDENTIFIER);
    assertThat(refusal("").pointer()).isEqualTo(POINTER);
    assertThat(Identifiers.optional("", POINTER, "identifier_bytes", 0)).isEmpty();
  }

  @Test
  void nulAndLoneSurrogatesAreRefused() {
    for (String text :
        List.of(
            "\0",
            "a\0b",
            "\uD83D",
            "\uDE00",
            "\uDE00\uDE00",
            "\uDE00\uD83D",
            "a\uD83Db",
            "😀\uD83D")) {
      assertThat(refusal(text).code()).isEqualTo(Code.INVALID_IDENTIFIER);
      assertThat(refusal(text).pointer()).isEqualTo(POINTER);
    }
  }

  @Test
  void lengthCountsBytesOfUtf8() {
    for (String unit : List.of("a", "\u007f", "\u0080", "ü", "\u07ff", "\u0800", "\uFFFF", "😀")) {
      int bytes = unit.getBytes(StandardCharsets.UTF_8).length;
      String text = unit.repeat(5);
      assertThat(required(text, 5 * bytes)).isSameAs(text);
      assertThatThrownBy(() -> required(text, 5 * bytes - 1))
          .isInstanceOfSatisfying(
              Failure.LimitExceeded.class,
              failure -> {
                assertThat(failure.limit()).isEqualTo("identifier_bytes");
                assertThat(failure.maximum()).isEqualTo(5L * bytes - 1);
              });
    }
  }

  private static String required(String text, int maxBytes) {
    return Identifiers.required(text, POINTER, "identifier_bytes", maxBytes);
  }

  private static Failure.Invalid refusal(String text) {
    return catchThrowableOfType(Failure.Invalid.class, () -> required(text, 100));
  }
}
