package dev.holdfast.postgres.statement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class LabelsTest {

  @Test
  void everyCharacterOfALabelIsData() {
    assertThat(Labels.literal(List.of())).isEqualTo("{}");
    assertThat(Labels.literal(List.of("a", "NULL", ""))).isEqualTo("{\"a\",\"NULL\",\"\"}");
    assertThat(Labels.literal(List.of("\"},{\"", "\\", ",' ")))
        .isEqualTo("{\"\\\"},{\\\"\",\"\\\\\",\",' \"}");
  }

  @Test
  void nothingLiesBetweenANamespaceAndItsSuccessorButWhatBeginsWithIt() {
    assertThat(Labels.successor(List.of("a", "b"))).containsExactly("a", "b\u0001");
  }

  @Test
  void textThatUtf8AndPostgresCanHoldIsStorable() {
    assertThat(Labels.isStorable("")).isTrue();
    assertThat(Labels.isStorable("\uD800\uDC00\uE000\u0001")).isTrue();
    assertThat(Labels.areStorable(List.of("a", "\0"))).isFalse();
    assertThat(Labels.isStorable("\uD800")).isFalse();
    assertThat(Labels.isStorable("\uDC00\uD800")).isFalse();
    assertThat(Labels.isStorable("\uD800\uD800\uDC00")).isFalse();
  }
}
