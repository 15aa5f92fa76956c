package dev.holdfast.postgres.store;

import static dev.holdfast.postgres.store.Items.change;
import static dev.holdfast.postgres.store.Items.put;
import static dev.holdfast.postgres.store.Items.search;
import static dev.holdfast.postgres.store.Items.where;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.store.ItemFilter;
import dev.holdfast.core.store.ItemFilter.Compared;
import dev.holdfast.core.store.ItemFilter.Comparison;
import dev.holdfast.core.store.ItemFilter.Condition;
import dev.holdfast.core.store.ItemFilter.Equal;
import dev.holdfast.core.store.ItemFilter.Exists;
import dev.holdfast.core.store.ItemFilter.In;
import dev.holdfast.core.store.ItemFilter.NotEqual;
import dev.holdfast.core.store.ItemFilter.NotIn;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.ItemValue;
import dev.holdfast.core.store.StoreOperation.Put;
import dev.holdfast.postgres.PostgresStores;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Filters compare as JSON does: by value, never across types. */
final class FilterIT {
  @RegisterExtension static final PostgresStores POSTGRES = new PostgresStores();

  private static final String LOW = "\uE000";
  private static final String HIGH = "\uD800\uDC00";
  private static final String HOSTILE = "a' or true; drop table holdfast.items; --\"{}\\$1";
  private static final BigInteger HUGE = BigInteger.TEN.pow(400);

  @SuppressWarnings("NullAway.Init")
  private Items items;

  @BeforeEach
  void putOneOfEach() {
    POSTGRES.empty();
    items = new Items(POSTGRES.pool());
    items.write(
        change(
            put("a", "1", 1),
            put("a", "1.0", 1.0),
            put("a", "10", 10),
            put("a", "9.5", new BigDecimal("9.5")),
            put("a", "huge", HUGE),
            put("a", "true", true),
            put("a", "null", null),
            put("a", "text 1", "1"),
            put("a", "low", LOW),
            put("a", "high", HIGH),
            put("a", "list", Arrays.asList(1, "x", null)),
            put("a", "object", Map.of("b", Map.of("c", 2), "0", "zero")),
            new Put(new ItemKey(Items.namespace("a"), "missing"), new ItemValue(Map.of()), null)));
  }

  private List<String> found(ItemFilter.Test test) {
    return found(where(test, "v"));
  }

  private List<String> found(Condition... conditions) {
    return items.keys(search("a", conditions));
  }

  private static Compared compared(Comparison comparison, Object operand) {
    return new Compared(comparison, operand);
  }

  @Test
  void equalIsByValueAndNeverAcrossTypes() {
    assertThat(found(new Equal(1))).containsExactly("1", "1.0");
    assertThat(found(new Equal(1.0))).containsExactly("1", "1.0");
    assertThat(found(new Equal(true))).containsExactly("true");
    assertThat(found(new Equal("1"))).containsExactly("text 1");
    assertThat(found(new Equal(HUGE))).containsExactly("huge");
    assertThat(found(new Equal(Arrays.asList(1.0, "x", null)))).containsExactly("list");
    assertThat(found(new Equal(List.of(1)))).isEmpty();
    assertThat(found(new Equal(Map.of("0", "zero", "b", Map.of("c", 2.0)))))
        .containsExactly("object");
    assertThat(found(new Equal(Map.of("0", "zero")))).isEmpty();
  }

  @Test
  void nullIsNotMissing() {
    assertThat(found(new Equal(null))).containsExactly("null");
    assertThat(found(new Exists(false))).containsExactly("missing");
    assertThat(found(new Exists(true))).hasSize(12).contains("null").doesNotContain("missing");
    assertThat(found(new In(Arrays.asList(null, 10)))).containsExactly("10", "null");
  }

  @Test
  void whatIsMissingIsNotEqual() {
    assertThat(found(new NotEqual(1))).hasSize(11).contains("missing", "null", "text 1");
    assertThat(found(new NotEqual(null))).hasSize(12).contains("missing").doesNotContain("null");
    assertThat(found(new NotIn(Arrays.asList(1, null)))).hasSize(10).contains("missing");
    assertThat(found(new NotIn(List.of()))).hasSize(13);
    assertThat(found(new In(List.of()))).isEmpty();
  }

  @Test
  void numbersCompareAsNumbers() {
    assertThat(found(compared(Comparison.GREATER, 1))).containsExactly("10", "9.5", "huge");
    assertThat(found(compared(Comparison.GREATER_OR_EQUAL, 9.5)))
        .containsExactly("10", "9.5", "huge");
    assertThat(found(compared(Comparison.LESS, 10L))).containsExactly("1", "1.0", "9.5");
    assertThat(found(compared(Comparison.LESS_OR_EQUAL, BigDecimal.ONE)))
        .containsExactly("1", "1.0");
    assertThat(found(compared(Comparison.LESS, HUGE))).containsExactly("1", "1.0", "10", "9.5");
    assertThat(found(compared(Comparison.LESS, 1e308))).containsExactly("1", "1.0", "10", "9.5");
  }

  @Test
  void stringsCompareByCodePoint() {
    assertThat(found(compared(Comparison.GREATER, LOW))).containsExactly("high");
    assertThat(found(compared(Comparison.GREATER_OR_EQUAL, LOW))).containsExactly("high", "low");
    assertThat(found(compared(Comparison.LESS, LOW))).containsExactly("text 1");
    assertThat(found(compared(Comparison.LESS_OR_EQUAL, ""))).isEmpty();
  }

  @Test
  void aPathLeadsThroughObjectsOnly() {
    assertThat(found(where(new Equal(2), "v", "b", "c"))).containsExactly("object");
    assertThat(found(where(new Equal("zero"), "v", "0"))).containsExactly("object");
    assertThat(found(where(new Exists(true), "v", "0"))).containsExactly("object");
    assertThat(found(where(new Exists(true), "v", "-1"))).isEmpty();
    assertThat(found(where(new NotEqual(2), "v", "b", "c"))).hasSize(12);
  }

  @Test
  void allConditionsHold() {
    var over = where(compared(Comparison.GREATER, 1), "v");
    var under = where(compared(Comparison.LESS, 10), "v");

    assertThat(found(over, under)).containsExactly("9.5");
    assertThat(found(over, where(new Exists(true), "w"))).isEmpty();
  }

  @Test
  void whateverIsSentIsData() {
    // Given
    var value = new ItemValue(Map.of(HOSTILE, HOSTILE, "a.b", 1, "$.v", 2, "", 3));
    items.put(new Put(new ItemKey(Items.namespace(HOSTILE), HOSTILE), value, null));

    // When, then
    assertThat(items.get(new ItemKey(Items.namespace(HOSTILE), HOSTILE))).isNotNull();
    assertThat(hostile(new Equal(HOSTILE), HOSTILE)).containsExactly(HOSTILE);
    assertThat(hostile(new In(List.of(HOSTILE)), HOSTILE)).containsExactly(HOSTILE);
    assertThat(hostile(compared(Comparison.GREATER, HOSTILE), HOSTILE)).isEmpty();
    assertThat(hostile(new Exists(true), HOSTILE, HOSTILE)).isEmpty();
    assertThat(hostile(new Equal(1), "a.b")).containsExactly(HOSTILE);
    assertThat(hostile(new Equal(2), "$.v")).containsExactly(HOSTILE);
    assertThat(hostile(new Equal(3), "")).containsExactly(HOSTILE);
    assertThat(found(where(new Exists(true), HOSTILE))).isEmpty();
  }

  private List<String> hostile(ItemFilter.Test test, String... path) {
    return items.keys(search(HOSTILE, where(test, path)));
  }

  @Test
  void filtersCompareWithoutNul() {
    // Given
    items.put(new Put(Items.key("b", "k"), new ItemValue(Map.of("n\0", "a\0b")), null));

    // When, then
    var test = new In(List.of("a\0b"));
    assertThat(items.keys(search("b", where(test, "n\0")))).containsExactly("k");
    assertThat(items.keys(search("b", where(new Equal("ab"), "n")))).containsExactly("k");
    assertThat(items.keys(search("b", where(compared(Comparison.LESS_OR_EQUAL, "a\0b"), "n"))))
        .containsExactly("k");
  }
}
