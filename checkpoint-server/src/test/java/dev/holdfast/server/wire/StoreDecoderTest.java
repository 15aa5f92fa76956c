package dev.holdfast.server.wire;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.index.EmbeddedText;
import dev.holdfast.core.index.Indexing;
import dev.holdfast.core.index.SearchMode;
import dev.holdfast.core.index.SearchQuery;
import dev.holdfast.core.index.Vector;
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
import java.math.BigDecimal;
import java.nio.ByteBuffer;
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
  private static final List<Object> ONE = List.of(1);
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
        .isEqualTo(
            new StoreOperation.Put(
                KEY,
                new ItemValue(Map.of()),
                new Ttl(30_000_000),
                new Indexing.Asked(List.of("a.b[*]"), List.of())));
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
  void vectorsAreBytesOrNumbers(Format format) {
    byte[] bytes = ByteBuffer.allocate(8).order(LITTLE_ENDIAN).putFloat(1).putFloat(-0.5f).array();
    List<Object> numbers = List.of(1, new BigDecimal("-0.5"));
    Map<String, @Nullable Object> put =
        put("vectors", List.of(Map.of("path", "a", "vector", bytes)));
    var vector = new Vector(new float[] {1, -0.5f});

    assertThat(StoreParts.read(format, put))
        .isEqualTo(
            new StoreOperation.Put(
                KEY,
                new ItemValue(Map.of()),
                null,
                new Indexing.Asked(null, List.of(new EmbeddedText("a", vector)))));
    assertThat(query(format, "query", "what", "vector", numbers, "mode", "hybrid"))
        .isEqualTo(new SearchQuery("what", SearchMode.HYBRID, vector, 0));
    assertThat(query(format, "vector", bytes))
        .isEqualTo(new SearchQuery("", SearchMode.SEMANTIC, vector, 0));
    assertThat(query(format, "query", "x", "mode", "text"))
        .isEqualTo(new SearchQuery("x", SearchMode.TEXT, null, 0));
  }

  private static @Nullable SearchQuery query(Format format, @Nullable Object... fields) {
    return ((StoreOperation.Search) StoreParts.read(format, Store.search(PLACE, fields))).query();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotToBeIndexedSaysSo(Format format) {
    for (Object wish : List.of(false, List.of())) {
      assertThat(((StoreOperation.Put) StoreParts.read(format, put("index", wish))).indexing())
          .isEqualTo(Indexing.NOT);
    }
  }

  @Test
  void vectorsHaveLimits() {
    Object longest = Collections.nCopies(4000, 0);
    Object longer = Collections.nCopies(4001, 0);
    Map<String, Object> one = Map.of("path", "$", "vector", ONE);

    assertThat(StoreParts.read(Format.MSGPACK, vector("$", longest))).isNotNull();
    assertThat(StoreParts.refusal(Format.MSGPACK, vector("$", longer)))
        .isEqualTo("limit-exceeded vector_dimensions");
    assertThat(StoreParts.refusal(Format.MSGPACK, vector("$", new byte[16_004])))
        .isEqualTo("limit-exceeded vector_dimensions");
    assertThat(StoreParts.refusal(Format.JSON, put("vectors", Collections.nCopies(257, one))))
        .isEqualTo("limit-exceeded item_vectors");
    assertThat(StoreParts.refusal(Format.JSON, put("index", Collections.nCopies(65, "a"))))
        .isEqualTo("limit-exceeded index_fields");
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
        wrong("/query", "invalid-request", Store.search(PLACE, "query", "a\0")),
        wrong(
            "/query",
            "invalid-request",
            Store.search(PLACE, "query", "", "mode", "text", "vector", ONE)),
        wrong("/mode", "invalid-request", Store.search(PLACE, "query", "a", "mode", "best")),
        wrong("/vector", "invalid-request", Store.search(PLACE, "vector", List.of())),
        wrong("/vector", "invalid-request", Store.search(PLACE, "vector", true)),
        wrong("/vector", "invalid-request", Store.search(PLACE, "vector", List.of(1e300))),
        wrong("/vector", "invalid-request", Store.search(PLACE, "vector", new byte[5])),
        wrong(
            "/vector",
            "invalid-request",
            Store.search(PLACE, "vector", new byte[] {0, 0, -64, 127})),
        wrong("/vector/1", "invalid-request", Store.search(PLACE, "vector", List.of(1, "1"))),
        wrong("/value", "invalid-request", Store.part("put", "namespace", PLACE, "key", "k")),
        wrong("/value", "invalid-request", Store.put(PLACE, "k", List.of())),
        wrong("/value", "invalid-request", Store.put(PLACE, "k", "text")),
        wrong("/key", "invalid-identifier", Store.put(PLACE, "", Map.of())),
        wrong("/key", "invalid-identifier", Store.put(PLACE, "a\0", Map.of())),
        wrong("/index", "invalid-request", put("index", true)),
        wrong("/index/0", "invalid-request", put("index", List.of(1))),
        wrong("/index/1", "invalid-request", put("index", List.of("a", "a[x]"))),
        wrong("/vectors", "invalid-request", put("vectors", 1)),
        wrong("/vectors/0", "invalid-request", put("vectors", List.of(1))),
        wrong("/vectors/0/path", "invalid-request", put("vectors", List.of(Map.of("vector", ONE)))),
        wrong("/vectors/0/path", "invalid-request", vector("a[", ONE)),
        wrong("/vectors/0/vector", "invalid-request", vector("$", List.of())),
        wrong("/vectors", "invalid-request", notIndexed()),
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

  private static Map<String, @Nullable Object> vector(String path, Object vector) {
    return put("vectors", List.of(Map.of("path", path, "vector", vector)));
  }

  private static Map<String, @Nullable Object> notIndexed() {
    Map<String, @Nullable Object> put = vector("$", ONE);
    put.put("index", false);
    return put;
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
