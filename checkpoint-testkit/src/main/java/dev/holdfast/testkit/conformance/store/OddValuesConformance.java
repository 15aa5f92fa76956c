package dev.holdfast.testkit.conformance.store;

import static dev.holdfast.testkit.gen.ItemFixtures.item;
import static dev.holdfast.testkit.gen.ItemFixtures.put;
import static dev.holdfast.testkit.gen.ItemFixtures.search;
import static dev.holdfast.testkit.gen.ItemFixtures.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.store.ItemFilter;
import dev.holdfast.core.store.ItemValue;
import dev.holdfast.testkit.conformance.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever JSON is put comes back as it went in. */
public abstract class OddValuesConformance extends StoreConformanceBase {
  private static final int MEBIBYTE = 1024 * 1024;
  private static final int DEPTH = 60;

  @Test
  void numbersComeBackWithTypeSignAndDigits() {
    BigInteger huge = BigInteger.TEN.pow(4095).add(BigInteger.ONE);
    comesBack(
        Arrays.asList(
            0,
            0.0,
            -0.0,
            1,
            1.0,
            -1,
            0.1,
            1e22,
            BigInteger.TEN.pow(22),
            9007199254740993L,
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            new BigInteger("9223372036854775808"),
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            new BigDecimal("0.1000000000000000055511151231257827"),
            huge,
            huge.negate(),
            new BigDecimal(huge, 4000)));
  }

  @Test
  void textComesBackWithNulAndSpecialCharacters() {
    Map<String, @Nullable Object> texts = new LinkedHashMap<>();
    for (String text :
        List.of(
            "",
            "a\0b",
            "\0",
            "a\\u0000b",
            "\\",
            "\"quoted\"",
            "it's",
            "tab\t\r\n\b\f",
            "\u0001\u001f\u007f",
            "\u2028\u2029\uFEFF",
            "e\u0301ü",
            "\uFFFF",
            "\uD83D\uDE00",
            "{\"a\": 1}",
            "</script>")) {
      texts.put("key " + text, text);
      texts.put(text, List.of(text));
    }

    comesBack(texts);
  }

  @Test
  void emptyThingsComeBack() {
    comesBack(Map.of());
    comesBack(List.of());
    comesBack(Map.of("", Map.of("", List.of(List.of(), Map.of()))));
    comesBack(Arrays.asList(null, Arrays.asList((Object) null)));
    comesBack(null);
    comesBack(false);
  }

  @Test
  void aValueWithoutEntriesIsAnItem() {
    // When
    run(put(item("k", "n"), new ItemValue(Map.of())));

    // Then
    assertThat(found(item("k", "n")).value().entries()).isEmpty();
    assertThat(names(search("n"))).containsExactly(item("k", "n"));
  }

  @Test
  void anEntryWhoseKeyIsEmptyComesBack() {
    // When
    run(put(item("k", "n"), value("", "v")));

    // Then
    assertThat(found(item("k", "n")).value()).isEqualTo(value("", "v"));
  }

  @Test
  void deepValuesComeBackAndAreFound() {
    // Given
    Object deep = "bottom";
    List<String> path = new ArrayList<>();
    for (int i = 0; i < DEPTH; i++) {
      deep = Map.of("k", deep, "list", List.of(i));
      path.add("k");
    }

    // When
    comesBack(deep);

    // Then
    path.add(0, "value");
    var bottom = new ItemFilter.Condition(path, new ItemFilter.Equal("bottom"));
    assertThat(names(search("n").where(bottom))).hasSize(1);
    var there = new ItemFilter.Condition(path, new ItemFilter.Exists(false));
    assertThat(names(search("n").where(there))).isEmpty();
  }

  @Test
  void deepListsComeBack() {
    Object deep = List.of();
    for (int i = 0; i < DEPTH; i++) {
      deep = Arrays.asList(deep, null, i);
    }

    comesBack(deep);
  }

  @Test
  void aMebibyteComesBackAndIsFound() {
    // Given
    String large = "ä\"\\x".repeat((MEBIBYTE - 100) / 7);

    // When
    comesBack(large);

    // Then
    assertThat(names(search("n").where(new ItemFilter.Equal(large), "value"))).hasSize(1);
    assertThat(names(search("n").where(new ItemFilter.Equal(large + "x"), "value"))).isEmpty();
  }

  @Test
  void manyEntriesComeBack() {
    Map<String, @Nullable Object> entries = new LinkedHashMap<>();
    for (int i = 0; i < 20_000; i++) {
      entries.put("key " + i, i);
    }

    comesBack(entries);
  }

  @Test
  void severalMebibytesGoIntoOneBatch() {
    // Given
    String large = "x".repeat(MEBIBYTE - 100);

    // When
    run(put(item("a", "n"), large), put(item("b", "n"), large), put(item("c", "n"), large));

    // Then
    assertThat(items(search("n"))).hasSize(3).allMatch(item -> item.value().equals(value(large)));
  }

  private void comesBack(@Nullable Object entry) {
    run(put(item("k", "n"), value("value", entry)));

    var read = found(item("k", "n")).value().entries();
    var searched = items(search("n")).get(0).value().entries();
    assertThat(read).containsOnlyKeys("value");
    assertThat(Json.same(read.get("value"), entry)).as("%s comes back", entry).isTrue();
    assertThat(Json.same(searched, read)).as("%s is found", entry).isTrue();
  }
}
