package dev.holdfast.core.store.indexing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.store.ItemValue;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What lies at paths is what LangGraph finds there. */
final class FieldPathTest {

  @Test
  void theTextsAreThoseThatLangGraphFinds() throws IOException {
    List<String> lines = recorded();

    assertThat(lines).hasSizeGreaterThan(400);
    for (String line : lines) {
      String[] parts = line.split("\t", -1);
      String path = RecordedValue.text(parts[1]);
      List<String> right =
          Arrays.stream(parts).skip(2).map(hex -> RecordedValue.text(hex.substring(1))).toList();
      var value = new ItemValue(new RecordedValue(parts[0]).object());
      assertThat(texts(value, path)).as("%s of %s", path, value.entries()).isEqualTo(right);
    }
  }

  private static List<String> recorded() throws IOException {
    try (InputStream in = FieldPathTest.class.getResourceAsStream("paths.tsv")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .toList();
    }
  }

  private static List<String> texts(ItemValue value, String path) {
    List<String> texts = new ArrayList<>();
    FieldPath.of(path).forEach(value, texts::add);
    return texts;
  }

  @Test
  void numbersThatNoFloatHoldsKeepTheirDigits() {
    var value =
        new ItemValue(
            Map.of(
                "a", List.of(new BigDecimal("1e400"), new BigDecimal("0.10000000000000000001"))));

    assertThat(texts(value, "a[*]")).containsExactly("1E+400", "0.1");
  }

  @Test
  void whatIsNoPathIsRefused() {
    for (String wrong :
        List.of("", "a[", "a[x]", "a[]", "a[1_0]", "a[[0]]", "{a", "{a,{b}}", "{a[0]}", "{*}")) {
      assertThatThrownBy(() -> FieldPath.of(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("path");
    }
    assertThatThrownBy(() -> FieldPath.of("a\0")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> FieldPath.of("\uD83D")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void pathsHaveLimits() {
    FieldPath.of("a".repeat(1024));
    FieldPath.of("a.".repeat(64));
    FieldPath.all(Collections.nCopies(64, "$"));

    for (String wrong : List.of("a".repeat(1025), "a.".repeat(65), "{" + "a,".repeat(65) + "a}")) {
      assertThatThrownBy(() -> FieldPath.of(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> FieldPath.all(Collections.nCopies(65, "$")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anItemHasAFewHundredTextsAndAFewMebibytes() {
    var many = new ItemValue(Map.of("a", Collections.nCopies(257, "x")));
    var big = new ItemValue(Map.of("a", "x".repeat(1 << 20)));

    assertThatThrownBy(() -> ItemTexts.of(many, List.of("a[*]")))
        .isInstanceOf(Failure.LimitExceeded.class);
    assertThat(ItemTexts.of(big, List.of("a", "a")).words())
        .hasSize(ItemTexts.MOST_WORD_CHARACTERS);
    assertThatThrownBy(() -> ItemTexts.of(big, List.of("{a,a,a,a,a}")))
        .isInstanceOf(Failure.LimitExceeded.class);
  }

  @Test
  void wordsAreNotCutWithinACharacter() {
    var value = new ItemValue(Map.of("a", "x" + "\uD83D\uDE00".repeat(1 << 16)));

    String words = ItemTexts.of(value, List.of("a")).words();

    assertThat(words).hasSize(ItemTexts.MOST_WORD_CHARACTERS - 1).endsWith("\uD83D\uDE00");
  }
}
