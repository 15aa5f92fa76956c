package dev.holdfast.server.openapi;

import static dev.holdfast.server.support.Ops.getTuple;
import static dev.holdfast.server.support.Ops.op;
import static dev.holdfast.server.support.Ops.put;
import static dev.holdfast.server.support.Ops.putWrites;
import static dev.holdfast.server.support.Ops.splice;
import static dev.holdfast.server.support.Store.part;
import static dev.holdfast.server.support.Store.store;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.server.support.Codec;
import dev.holdfast.server.support.Contract;
import dev.holdfast.server.support.Store;
import dev.holdfast.server.wire.Format;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests as the document describes them; answers are held against it by every test's client. */
class RequestsTest {

  private static final String ID = "operation_id";
  private static final byte[] CHECKSUM = new byte[16];
  private static final Map<String, Object> KNOWN = Map.of("version", 1.5, "checksum", CHECKSUM);
  private static final List<Integer> RANGE = List.of(0, 4);
  private static final List<String> PLACE = List.of("a");
  private static final List<Object> VECTORS =
      List.of(Map.of("path", "$", "vector", CHECKSUM), Map.of("path", "a[*]", "vector", RANGE));
  private static final Map<String, Object> MATCH = Map.of("match_type", "suffix", "path", PLACE);

  static Stream<Map<String, @Nullable Object>> right() {
    return Stream.of(
        put("t", "1", "parent_checkpoint_id", null, "sequence", 1, "incarnation", 2),
        putWrites("t", "1", "task", "__error__"),
        getTuple("t"),
        op("get_tuple", "thread_id", "t", "known", Map.of("a", KNOWN)),
        op("list", "thread_id", null, "limit", 0, "filter", Map.of(), "before", "x"),
        op("list", "splices", true),
        op("get_tuple", "thread_id", "t", "splices", false),
        put("t", "1", "values", Map.of("messages", splice(KNOWN, 1, CHECKSUM))),
        put("t", "1", "values", Map.of("messages", splice(KNOWN, 9, CHECKSUM, RANGE, CHECKSUM))),
        op("delta_history", "thread_id", "t", "channels", List.of("a")),
        op("delete_thread", "thread_id", "t", ID, "o"),
        op("delete_for_runs", "run_ids", List.of("r"), ID, null),
        op("copy_thread", "source_thread_id", "a", "target_thread_id", "b"),
        op("set_history", "thread_id", "t", "history", "latest", "incarnation", 3),
        op("prune", "thread_ids", List.of("a"), "strategy", "delete"),
        store(),
        store(Store.get(List.of("a", "b"), "k"), Store.put(List.of("a"), "k", null)),
        store(Store.search(List.of(), "filter", Map.of("a", 1), "limit", 0, "query", null)),
        store(part("put", "namespace", PLACE, "key", "k", "value", Map.of(), "ttl", 1.5)),
        store(part("put", "namespace", PLACE, "key", "k", "value", Map.of(), "index", PLACE)),
        store(part("put", "namespace", PLACE, "key", "k", "value", Map.of(), "index", false)),
        store(part("put", "namespace", PLACE, "key", "k", "value", Map.of(), "vectors", VECTORS)),
        store(Store.search(PLACE, "query", "what", "mode", "hybrid", "vector", List.of(1, 0.5))),
        store(Store.search(PLACE, "query", "what", "mode", null, "vector", CHECKSUM)),
        store(part("list_namespaces", "match_conditions", List.of(MATCH), "max_depth", null)));
  }

  @ParameterizedTest
  @MethodSource("right")
  void aRightOperationIsOneOfTheDocument(Map<String, @Nullable Object> operation) {
    assertThat(Contract.errors("Batch", batch(operation))).isEmpty();
  }

  static Stream<Map<String, @Nullable Object>> wrong() {
    return Stream.of(
        op("nope"),
        op("get_tuple"),
        op("get_tuple", "thread_id", ""),
        op("get_tuple", "thread_id", "t", "nope", 1),
        op("list", "limit", -1),
        op("prune", "thread_ids", List.of(), "strategy", "all"),
        op("set_history", "thread_id", "t", "history", "some"),
        op("set_history", "thread_id", "t"),
        put("t", "1", "skeleton", 1),
        put("t", "1", "values", Map.of("messages", splice(1, 1, CHECKSUM))),
        put("t", "1", "values", Map.of("messages", splice(KNOWN, -1, CHECKSUM))),
        put("t", "1", "values", Map.of("messages", splice(KNOWN, 1, CHECKSUM, List.of(1)))),
        put("t", "1", "values", Map.of("messages", splice(KNOWN, 1, CHECKSUM, 1))),
        op("list", "splices", "yes"),
        op("store"),
        store(part("delete", "namespace", PLACE, "key", "k")),
        store(part("get", "namespace", "a", "key", "k")),
        store(part("put", "namespace", PLACE, "key", "k")),
        store(part("put", "namespace", PLACE, "key", "k", "value", Map.of(), "ttl", 0)),
        store(part("put", "namespace", PLACE, "key", "k", "value", Map.of(), "index", true)),
        store(Store.search(PLACE, "limit", 10_001)),
        store(Store.search(PLACE, "query", "what", "mode", "other")),
        store(Store.search(PLACE, "query", "what", "vector", List.of())),
        store(Store.search(PLACE, "query", "what", "vector", List.of("1"))),
        store(
            part("put", "namespace", PLACE, "key", "k", "value", Map.of(), "vectors", List.of(1))),
        store(part("list_namespaces", "match_conditions", List.of(Map.of("path", PLACE)))),
        put("t", "1", "channel_versions", Map.of("a", List.of())));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void aWrongOperationIsNot(Map<String, @Nullable Object> operation) {
    assertThat(Contract.errors("Batch", batch(operation))).isNotEmpty();
  }

  private static JsonNode batch(Map<String, @Nullable Object> operation) {
    return Codec.read(
        Format.JSON, Codec.write(Format.JSON, Map.of("operations", List.of(operation))));
  }
}
