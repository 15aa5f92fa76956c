package dev.holdfast.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.store.StoreOperation;
import dev.holdfast.core.store.StoreResult;
import dev.holdfast.core.store.TtlPolicy;
import dev.holdfast.server.support.Store;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamespaceDecoderTest {

  private static final StoreOperation NO_ITEM =
      new StoreOperation.Nowhere(new StoreResult.Found(null));
  private static final StoreOperation NO_ITEMS =
      new StoreOperation.Nowhere(new StoreResult.Items(List.of()));
  private static final StoreOperation NO_NAMESPACES =
      new StoreOperation.Nowhere(new StoreResult.Namespaces(List.of()));
  private static final StoreOperation NO_DELETE =
      new StoreOperation.Nowhere(new StoreResult.Stored());

  /** Namespaces that are none, and the label that is to blame. */
  static Stream<Arguments> impossible() {
    return Stream.of(
        Arguments.of(List.of(""), "/0"),
        Arguments.of(List.of("a", ""), "/1"),
        Arguments.of(List.of("a.b"), "/0"),
        Arguments.of(List.of("a", "."), "/1"),
        Arguments.of(List.of("langgraph"), "/0"),
        Arguments.of(List.of("langgraph", "a"), "/0"),
        Arguments.of(List.of("a", "b\0"), "/1"),
        Arguments.of(List.of("x".repeat(1025)), "/0"),
        Arguments.of(List.of("a", "ü".repeat(513)), "/1"),
        Arguments.of(Collections.nCopies(65, "a"), ""));
  }

  @ParameterizedTest
  @MethodSource("impossible")
  void nothingIsPutThereAndTheLabelIsNamed(List<String> labels, String pointer) {
    for (Format format : Format.values()) {
      assertThat(StoreParts.refusal(format, Store.put(labels, "k", Map.of())))
          .isEqualTo("invalid-namespace /namespace" + pointer);
    }
  }

  @ParameterizedTest
  @MethodSource("impossible")
  void nothingIsFoundThere(List<String> labels, String pointer) {
    for (Format format : Format.values()) {
      assertThat(StoreParts.read(format, Store.get(labels, "k"))).isEqualTo(NO_ITEM);
      assertThat(StoreParts.read(format, Store.put(labels, "k", null))).isEqualTo(NO_DELETE);
      assertThat(StoreParts.read(format, Store.search(labels))).isEqualTo(NO_ITEMS);
      assertThat(StoreParts.read(format, matching("prefix", labels))).isEqualTo(NO_NAMESPACES);
    }
  }

  private static Map<String, Object> matching(String end, List<String> path) {
    return Map.of(
        "do",
        "list_namespaces",
        "match_conditions",
        List.of(Map.of("match_type", end, "path", path)));
  }

  /** Jackson's writer has no lone surrogates, so they are escaped by hand. */
  @ParameterizedTest
  @ValueSource(strings = {"\\ud800", "a\\udc00b", "\\udc00\\ud800"})
  void aLoneSurrogateIsInNoName(String text) {
    StoreDecoder decoder = new StoreDecoder(Limits.DEFAULT, TtlPolicy.NONE);
    String named = "{\"namespace\": [\"" + text + "\"], \"key\": \"k\"}";
    String keyed = "{\"namespace\": [\"a\"], \"key\": \"" + text + "\"}";

    assertThat(decoder.delete(Format.JSON, utf8(named))).isEqualTo(NO_DELETE);
    assertThat(decoder.delete(Format.JSON, utf8(keyed))).isEqualTo(NO_DELETE);
    assertThat(decoder.search(Format.JSON, utf8("{\"namespace_prefix\": [\"" + text + "\"]}")))
        .isEqualTo(NO_ITEMS);
    assertThat(decoder.namespaces(Format.JSON, utf8("{\"suffix\": [\"" + text + "\"]}")))
        .isEqualTo(NO_NAMESPACES);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\0b"})
  void nothingHasAnImpossibleKey(String key) {
    assertThat(StoreParts.read(Format.JSON, Store.get(List.of("a"), key))).isEqualTo(NO_ITEM);
    assertThat(StoreParts.read(Format.JSON, Store.put(List.of("a"), key, null)))
        .isEqualTo(NO_DELETE);
    assertThat(StoreDecoder.get("a", key, true)).isEqualTo(NO_ITEM);
    assertThat(StoreDecoder.get("a", "x".repeat(1025), true)).isEqualTo(NO_ITEM);
  }

  @Test
  void theEmptyNamespaceHoldsNothingAndIsThePrefixOfAll() {
    assertThat(StoreParts.refusal(Format.JSON, Store.put(List.of(), "k", Map.of())))
        .isEqualTo("invalid-namespace /namespace");
    assertThat(StoreParts.read(Format.JSON, Store.get(List.of(), "k"))).isEqualTo(NO_ITEM);
    assertThat(StoreParts.read(Format.JSON, Store.search(List.of())))
        .isInstanceOf(StoreOperation.Search.class);
  }

  @ParameterizedTest
  @EnumSource
  void oddLabelsAreLabels(Format format) {
    for (String label :
        List.of(" ", "*", "%", "a/b", "'; --", "😀", "x".repeat(1024), "LangGraph")) {
      assertThat(StoreParts.read(format, Store.put(List.of(label), "k", Map.of())))
          .isInstanceOf(StoreOperation.Put.class);
    }
    assertThat(StoreParts.read(format, Store.put(List.of("a", "langgraph"), "k", Map.of())))
        .isInstanceOf(StoreOperation.Put.class);
    assertThat(StoreParts.read(format, Store.put(Collections.nCopies(64, "a"), "k", Map.of())))
        .isInstanceOf(StoreOperation.Put.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "langgraph.a"})
  void aQueryOfNoNamespaceFindsNothing(String namespace) {
    assertThat(StoreDecoder.get(namespace, "k", true)).isEqualTo(NO_ITEM);
  }
}
