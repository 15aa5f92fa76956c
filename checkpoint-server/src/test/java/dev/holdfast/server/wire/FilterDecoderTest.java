package dev.holdfast.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.store.ItemFilter;
import dev.holdfast.core.store.ItemFilter.Comparison;
import dev.holdfast.core.store.ItemFilter.Condition;
import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.server.support.Store;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterDecoderTest {

  private static Map<String, @Nullable Object> search(@Nullable Object filter) {
    return Store.search(List.of("a"), "filter", filter);
  }

  private static ItemFilter filter(Format format, @Nullable Object filter) {
    return ((StoreOperation.Search) StoreParts.read(format, search(filter))).filter();
  }

  private static Condition at(ItemFilter.Test test, String... path) {
    return new Condition(List.of(path), test);
  }

  private static ItemFilter.Test equal(@Nullable Object operand) {
    return new ItemFilter.Equal(operand);
  }

  static Stream<Arguments> right() {
    return Stream.of(
        asks(Map.of("k", 1), at(equal(1L), "k")),
        asks(Map.of("k", 1.5), at(equal(1.5), "k")),
        asks(Map.of("k", "text"), at(equal("text"), "k")),
        asks(Map.of("k", true), at(equal(true), "k")),
        asks(Collections.singletonMap("k", null), at(equal(null), "k")),
        asks(
            Map.of("k", List.of(1, Map.of("$gt", 1))),
            at(equal(List.of(1L, Map.of("$gt", 1L))), "k")),
        asks(Map.of("k", Map.of()), at(equal(Map.of()), "k")),
        asks(Map.of("k", Map.of("a", Map.of("b", 1))), at(equal(1L), "k", "a", "b")),
        asks(Map.of("k", Map.of("a", Map.of())), at(equal(Map.of()), "k", "a")),
        asks(operator("$eq", Map.of("a", 1)), at(equal(Map.of("a", 1L)), "k")),
        asks(operator("$eq", Map.of()), at(equal(Map.of()), "k")),
        asks(operator("$ne", null), at(new ItemFilter.NotEqual(null), "k")),
        asks(operator("$gt", 1), compared(Comparison.GREATER, 1L)),
        asks(operator("$gte", "x"), compared(Comparison.GREATER_OR_EQUAL, "x")),
        asks(operator("$lt", 1.5), compared(Comparison.LESS, 1.5)),
        asks(operator("$lte", ""), compared(Comparison.LESS_OR_EQUAL, "")),
        asks(
            operator("$in", Arrays.asList(1, null)),
            at(new ItemFilter.In(Arrays.asList(1L, null)), "k")),
        asks(operator("$in", List.of()), at(new ItemFilter.In(List.of()), "k")),
        asks(operator("$nin", List.of("a")), at(new ItemFilter.NotIn(List.of("a")), "k")),
        asks(operator("$exists", false), at(new ItemFilter.Exists(false), "k")),
        asks(Map.of("a", operator("$exists", true)), at(new ItemFilter.Exists(true), "a", "k")),
        asks(Map.of("$gt", 1), at(equal(1L), "$gt")),
        asks(Map.of("a.b", 1), at(equal(1L), "a.b")),
        asks(Map.of("", 1), at(equal(1L), "")));
  }

  private static Arguments asks(
      Map<String, ? extends @Nullable Object> filter, Condition condition) {
    return Arguments.of(filter, condition);
  }

  private static Condition compared(Comparison comparison, Object operand) {
    return at(new ItemFilter.Compared(comparison, operand), "k");
  }

  private static Map<String, Object> operator(String operator, @Nullable Object operand) {
    return Map.of("k", Collections.singletonMap(operator, operand));
  }

  @ParameterizedTest
  @MethodSource("right")
  void aFilterIsReadAsItIsMeant(Map<String, ?> filter, Condition condition) {
    for (Format format : Format.values()) {
      assertThat(filter(format, filter).conditions()).containsExactly(condition);
    }
  }

  @ParameterizedTest
  @EnumSource
  void allOfItMustHold(Format format) {
    var filter =
        Map.of("n", Map.of("$gt", 1, "$lte", 3), "o", Map.of("a", 1, "b", Map.of("$ne", 2)));

    assertThat(filter(format, filter).conditions())
        .containsExactlyInAnyOrder(
            at(new ItemFilter.Compared(Comparison.GREATER, 1L), "n"),
            at(new ItemFilter.Compared(Comparison.LESS_OR_EQUAL, 3L), "n"),
            at(equal(1L), "o", "a"),
            at(new ItemFilter.NotEqual(2L), "o", "b"));
  }

  @Test
  void withoutConditionsAnyValueIsWhatItMustBe() {
    assertThat(filter(Format.JSON, null)).isEqualTo(ItemFilter.ANY);
    assertThat(filter(Format.MSGPACK, Map.of())).isEqualTo(ItemFilter.ANY);
  }

  /** Keys are data: whatever they look like, they come out as the one key that they are. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "k' or '1'='1",
        "\"; drop table holdfast.items; --",
        "a->>'b'",
        "$.a[*] ? (@ > 1)",
        "{a,b}",
        "%_\\",
        "$1",
        "/a~b",
        "\n\u2028😀"
      })
  void aKeyIsNeverMoreThanAKey(String key) {
    for (Format format : Format.values()) {
      assertThat(filter(format, Map.of(key, Map.of("$gte", 1))).conditions())
          .containsExactly(at(new ItemFilter.Compared(Comparison.GREATER_OR_EQUAL, 1L), key));
    }
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        refused(operator("$regex", "a"), "/k/$regex"),
        refused(operator("$", 1), "/k/$"),
        refused(operator("$GT", 1), "/k/$GT"),
        refused(operator("$or", List.of()), "/k/$or"),
        refused(Map.of("k", Map.of("$gt", 1, "a", 1)), "/k"),
        refused(Map.of("k", Map.of("a", Map.of("$x", 1))), "/k/a/$x"),
        refused(operator("$gt", null), "/k/$gt"),
        refused(operator("$gte", true), "/k/$gte"),
        refused(operator("$lt", List.of(1)), "/k/$lt"),
        refused(operator("$lte", Map.of()), "/k/$lte"),
        refused(operator("$in", "abc"), "/k/$in"),
        refused(operator("$nin", null), "/k/$nin"),
        refused(operator("$exists", 1), "/k/$exists"),
        refused(operator("$exists", null), "/k/$exists"),
        refused(Map.of("a/b", Map.of("~", Map.of("$x", 1))), "/a~1b/~0/$x"));
  }

  private static Arguments refused(Map<String, ?> filter, String pointer) {
    return Arguments.of(filter, pointer);
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void whatCannotBeAnsweredIsNamed(Map<String, ?> filter, String pointer) {
    for (Format format : Format.values()) {
      assertThat(StoreParts.refusal(format, search(filter)))
          .isEqualTo("invalid-filter /filter" + pointer);
    }
  }

  @Test
  void itIsAnObjectOfJsonWithinItsLimits() {
    Object deep = 1;
    Map<String, Object> wide = new HashMap<>();
    for (int i = 0; i <= 100; i++) {
      deep = i < 64 ? Map.of("a", deep) : deep;
      wide.put("k" + i, i);
    }

    assertThat(StoreParts.refusal(Format.JSON, search(List.of())))
        .isEqualTo("invalid-request /filter");
    assertThat(StoreParts.refusal(Format.MSGPACK, search(Map.of("k", new byte[1]))))
        .isEqualTo("invalid-request /filter");
    assertThat(StoreParts.refusal(Format.MSGPACK, search(Map.of("k", Double.NaN))))
        .isEqualTo("invalid-request /filter");
    assertThat(StoreParts.refusal(Format.JSON, search(Map.of("outer", deep))))
        .isEqualTo("limit-exceeded depth");
    assertThat(StoreParts.refusal(Format.JSON, search(wide)))
        .isEqualTo("limit-exceeded filter_conditions");
    assertThat(StoreParts.refusal(Format.JSON, search(Map.of("k", "x".repeat(1 << 19)))))
        .isEqualTo("limit-exceeded item_bytes");
  }
}
