package dev.holdfast.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.ItemFilter;
import dev.holdfast.core.store.ItemKey;
import dev.holdfast.core.store.ItemValue;
import dev.holdfast.core.store.NamespaceCondition;
import dev.holdfast.core.store.NamespaceCondition.End;
import dev.holdfast.core.store.StoreNamespace;
import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.core.store.Ttl;
import dev.holdfast.core.usecase.Operation;
import dev.holdfast.server.support.Codec;
import dev.holdfast.server.support.Store;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class StoreDecoderTest {

  private static final List<String> PLACE = List.of("users", "1");
  private static final ItemKey KEY = new ItemKey(new StoreNamespace(PLACE), "k");

  @ParameterizedTest
  @EnumSource
  void partsAreReadWithTheDefaultsOfLangGraph(Format format) {
    assertThat(StoreParts.read(format, Store.get(PLACE, "k")))
        .isEqualTo(new StoreOperation.Get(KEY, true));
    assertThat(StoreParts.read(format, Store.search(List.of())))
        .isEqualTo(new StoreOperation.Search(StoreNamespace.ROOT, ItemFilter.ANY, 10, 0, true));
    assertThat(StoreParts.read(format, Store.put(PLACE, "k", Map.of("a", 1))))
        .isEqualTo(new StoreOperation.Put(KEY, new ItemValue(Map.of("a", 1L)), null));
    assertThat(StoreParts.read(format, Store.part("list_namespaces")))
        .isEqualTo(new StoreOperation.ListNamespaces(List.of(), null, 100, 0));
  }

  @ParameterizedTest
  @EnumSource
  void partsAreReadAsTheyWereMeant(Format format) {
    Map<String, @Nullable Object> get = Store.get(PLACE, "k");
    get.put("refresh_ttl", false);
    Map<String, @Nullable Object> put = Store.put(PLACE, "k", Map.of());
    put.put("ttl", 0.5);
    put.put("index", List.of("a.b[*]"));
    var conditions =
        List.of(
            Map.of("match_type", "prefix", "path", List.of("a", "*")),
            Map.of("match_type", "suffix", "path", List.of("langgraph")));

    assertThat(StoreParts.read(format, get)).isEqualTo(new StoreOperation.Get(KEY, false));
    assertThat(StoreParts.read(format, put))
        .isEqualTo(new StoreOperation.Put(KEY, new ItemValue(Map.of()), new Ttl(30_000_000)));
    assertThat(
            StoreParts.read(
                format,
                Store.search(PLACE, "limit", 0, "offset", 7, "refresh_ttl", false, "query", "")))
        .isEqualTo(
            new StoreOperation.Search(new StoreNamespace(PLACE), ItemFilter.ANY, 0, 7, false));
    assertThat(
            StoreParts.read(
                format,
                Store.part(
                    "list_namespaces",
                    "match_conditions",
                    conditions,
                    "max_depth",
                    2,
                    "limit",
                    10_000,
                    "offset",
                    1)))
        .isEqualTo(
            new StoreOperation.ListNamespaces(
                List.of(
                    new NamespaceCondition(End.PREFIX, Arrays.asList("a", null)),
                    new NamespaceCondition(End.SUFFIX, List.of("langgraph"))),
                2,
                10_000,
                1));
  }

  @ParameterizedTest
  @EnumSource
  void aNullValueDeletes(Format format) {
    assertThat(StoreParts.read(format, Store.put(PLACE, "k", null)))
        .isEqualTo(new StoreOperation.Put(KEY, null, null));
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        wrong("/do", "invalid-request", Map.of()),
        wrong("/do", "invalid-request", Store.part("delete")),
        wrong("/namespace", "invalid-request", Store.part("get", "key", "k")),
        wrong("/key", "invalid-request", Store.part("get", "namespace", PLACE)),
        wrong("/key", "invalid-request", Store.part("get", "namespace", PLACE, "key", 1)),
        wrong("/namespace/1", "invalid-request", Store.get(List.of("a", 1), "k")),
        wrong("/namespace_prefix", "invalid-request", Store.part("search")),
        wrong("/limit", "invalid-request", Store.search(PLACE, "limit", 10_001)),
        wrong("/offset", "invalid-request", Store.search(PLACE, "offset", -1)),
        wrong("/refresh_ttl", "invalid-request", Store.search(PLACE, "refresh_ttl", 1)),
        wrong("/query", "invalid-request", Store.search(PLACE, "query", 1)),
        wrong("/query", "not-indexed", Store.search(PLACE, "query", "what")),
        wrong("/value", "invalid-request", Store.part("put", "namespace", PLACE, "key", "k")),
        wrong("/value", "invalid-request", Store.put(PLACE, "k", List.of())),
        wrong("/value", "invalid-request", Store.put(PLACE, "k", "text")),
        wrong("/key", "invalid-identifier", Store.put(PLACE, "", Map.of())),
        wrong("/key", "invalid-identifier", Store.put(PLACE, "a\0", Map.of())),
        wrong("/index", "invalid-request", put("index", true)),
        wrong("/index", "invalid-request", put("index", List.of(1))),
        wrong("/nope", "invalid-request", put("nope", 1)),
        wrong("/max_depth", "invalid-request", Store.part("list_namespaces", "max_depth", 0)),
        wrong("/match_conditions/0", "invalid-request", matching(1)),
        wrong(
            "/match_conditions/0/match_type",
            "invalid-request",
            matching(Map.of("match_type", "infix", "path", PLACE))),
        wrong(
            "/match_conditions/0/path",
            "invalid-request",
            matching(Map.of("match_type", "prefix"))));
  }

  private static Arguments wrong(
      String pointer, String code, Map<String, ? extends @Nullable Object> part) {
    return Arguments.of(part, code + " " + pointer);
  }

  private static Map<String, @Nullable Object> put(String field, Object value) {
    Map<String, @Nullable Object> put = Store.put(PLACE, "k", Map.of());
    put.put(field, value);
    return put;
  }

  private static Map<String, @Nullable Object> matching(Object condition) {
    return Store.part("list_namespaces", "match_conditions", List.of(condition));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void aWrongPartNamesItsField(Map<String, @Nullable Object> part, String refusal) {
    for (Format format : Format.values()) {
      assertThat(StoreParts.refusal(format, part)).isEqualTo(refusal);
    }
  }

  @Test
  void whatIsTooLargeNamesItsLimit() {
    Object deep = 1;
    for (int i = 1; i < 64; i++) {
      deep = List.of(deep);
    }

    assertThat(StoreParts.read(Format.JSON, Store.put(PLACE, "k", Map.of("a", deep))))
        .isInstanceOf(StoreOperation.Put.class);
    assertThat(StoreParts.refusal(Format.JSON, Store.put(PLACE, "k", Map.of("a", List.of(deep)))))
        .isEqualTo("limit-exceeded depth");
    assertThat(
            StoreParts.refusal(
                Format.JSON, Store.put(PLACE, "k", Map.of("a", "x".repeat(1 << 19)))))
        .isEqualTo("limit-exceeded item_bytes");
    assertThat(StoreParts.refusal(Format.JSON, Store.put(PLACE, "x".repeat(1025), Map.of())))
        .isEqualTo("limit-exceeded identifier_bytes");
  }

  @Test
  void aNameIsAsLongAsAnIndexTakes() {
    List<String> labels = List.of("a".repeat(500), "é".repeat(262));

    assertThat(StoreParts.read(Format.JSON, Store.put(labels, "x".repeat(1024), Map.of())))
        .isInstanceOf(StoreOperation.Put.class);
    assertThat(
            StoreParts.refusal(
                Format.JSON,
                Store.put(List.of("a".repeat(501), "é".repeat(262)), "x".repeat(1024), Map.of())))
        .isEqualTo("limit-exceeded item_name_bytes");
  }

  @Test
  void aThousandPartsAreTakenAndOneMoreIsNot() {
    assertThat(operation(1000)).isInstanceOf(Operation.Store.class);
    assertThat(operation(0)).isInstanceOf(Operation.Store.class);
    assertThat(operation(1001)).isInstanceOf(Operation.Unreadable.class);
  }

  private static Operation operation(int parts) {
    Object store =
        Map.of("op", "store", "parts", Collections.nCopies(parts, Store.get(PLACE, "k")));
    return new BatchDecoder(Limits.DEFAULT)
        .decode(
            Format.MSGPACK,
            Codec.write(Format.MSGPACK, Map.of("operations", List.of(store))),
            new TenantId("tenant"))
        .operations()
        .get(0);
  }
}
