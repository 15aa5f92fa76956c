package dev.holdfast.core.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class Utf8OrderTest {
  private static final List<String> ASCENDING =
      List.of(
          "", "A", "Z", "a", "a\u0001", "aa", "\u007f", "ä", "\u07ff", "\uD7FF", "\uE000", "\uFFFF",
          "😀", "😀a", "😁");

  @Test
  void theOrderIsThatOfTheBytes() {
    for (String left : ASCENDING) {
      for (String right : ASCENDING) {
        assertThat(Integer.signum(Utf8Order.INSTANCE.compare(left, right)))
            .as("%s and %s", left, right)
            .isEqualTo(Integer.signum(bytewise(left, right)));
      }
    }
  }

  private static int bytewise(String left, String right) {
    return Arrays.compareUnsigned(
        left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  }
}
