package dev.holdfast.server.http;

import static dev.holdfast.server.support.Client.fresh;
import static dev.holdfast.server.support.Ops.getTuple;
import static dev.holdfast.server.support.Ops.op;
import static dev.holdfast.server.support.Ops.put;
import static dev.holdfast.server.support.Ops.putWrites;
import static dev.holdfast.server.support.Ops.value;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.server.support.Answer;
import dev.holdfast.server.support.Client;
import dev.holdfast.server.support.TemporaryData;
import dev.holdfast.server.wire.Format;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
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

@QuarkusTest
@WithTestResource(TemporaryData.class)
class OperationProblemsTest {

  private static final String INVALID = "invalid-request";
  private static final String IDENTIFIER = "invalid-identifier";
  private static final String LIMIT = "limit-exceeded";

  static Stream<Arguments> wrongOperations() {
    return Stream.of(
        wrong(Map.of(), INVALID, "/operations/0/op"),
        wrong(Map.of("op", 1), INVALID, "/operations/0/op"),
        wrong(op("drop"), "unknown-operation", "/operations/0/op"),
        wrong(op("get_tuple"), INVALID, "/operations/0/thread_id"),
        wrong(op("get_tuple", "thread_id", 1), INVALID, "/operations/0/thread_id"),
        wrong(op("get_tuple", "thread_id", ""), IDENTIFIER, "/operations/0/thread_id"),
        wrong(op("get_tuple", "thread_id", "a\0"), IDENTIFIER, "/operations/0/thread_id"),
        wrong(op("list", "nope", 1), INVALID, "/operations/0/nope"),
        wrong(op("list", "limit", -1), INVALID, "/operations/0/limit"),
        wrong(op("list", "splices", 1), INVALID, "/operations/0/splices"),
        wrong(op("list", "cursor", "x"), INVALID, "/operations/0/cursor"),
        wrong(op("list", "filter", List.of()), INVALID, "/operations/0/filter"),
        wrong(op("prune", "thread_ids", List.of(1)), INVALID, "/operations/0/thread_ids"),
        wrong(
            op("prune", "thread_ids", List.of(), "strategy", "all"),
            INVALID,
            "/operations/0/strategy"),
        wrong(op("delete_for_runs", "run_ids", "x"), INVALID, "/operations/0/run_ids"),
        wrong(
            op("copy_thread", "source_thread_id", "a"), INVALID, "/operations/0/target_thread_id"),
        wrong(
            op("get_tuple", "thread_id", "t", "known", Map.of("a/b", 1)),
            INVALID,
            "/operations/0/known/a~1b"),
        wrong(
            op(
                "store",
                "parts",
                List.of(
                    Map.of("do", "search", "namespace_prefix", List.of()),
                    Map.of("do", "get", "key", "k"))),
            INVALID,
            "/operations/0/parts/1/namespace"),
        wrong(
            put("t", "1", "channel_versions", Map.of()), INVALID, "/operations/0/values/messages"),
        wrong(
            put("t", "1", "empty_channels", List.of("x")), INVALID, "/operations/0/empty_channels"),
        wrong(
            put("t", "1", "skeleton", Map.of("type", "x")),
            INVALID,
            "/operations/0/skeleton/bytes"),
        wrong(put("t", "1", "sequence", -1), INVALID, "/operations/0/sequence"),
        wrong(put("t", "1", "incarnation", 0), INVALID, "/operations/0/incarnation"));
  }

  private static Arguments wrong(
      Map<String, @Nullable Object> operation, String code, String pointer) {
    return Arguments.of(operation, code, pointer);
  }

  @ParameterizedTest
  @MethodSource("wrongOperations")
  void aWrongOperationFailsAloneAndNamesTheField(
      Map<String, @Nullable Object> operation, String code, String pointer) {
    for (Format format : Format.values()) {
      Answer answer = Client.of(format).batch(operation, getTuple(fresh("none")));

      assertThat(answer.result(0).path("problem").path("code").asText()).isEqualTo(code);
      assertThat(answer.result(0).path("problem").path("pointer").asText()).isEqualTo(pointer);
      assertThat(answer.result(1).path("tuple").isNull()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("wrongOperations")
  void aPointerBeginsAtTheOperation(
      Map<String, @Nullable Object> operation, String code, String pointer) {
    Map<String, ?> read = getTuple(fresh("none"));

    Answer answer = Client.json().batch(read, read, read, operation, read);

    assertThat(answer.result(3).at("/problem/code").asText()).isEqualTo(code);
    assertThat(answer.result(3).at("/problem/pointer").asText())
        .isEqualTo(pointer.replace("/operations/0", "/operations/3"));
  }

  static Stream<Arguments> tooLarge() {
    return Stream.of(
        Arguments.of(getTuple("x".repeat(1025)), "identifier_bytes"),
        Arguments.of(getTuple("ü".repeat(513)), "identifier_bytes"),
        Arguments.of(op("list", "checkpoint_ns", "x".repeat(8193)), "path_bytes"),
        Arguments.of(put("t", "1", "metadata", Map.of("a", "x".repeat(1 << 20))), "metadata_bytes"),
        Arguments.of(
            put("t", "1", "skeleton", Map.of("type", "x".repeat(257), "bytes", new byte[0])),
            "type_bytes"),
        Arguments.of(
            put("t", "1", "channel_versions", Map.of("a", "x".repeat(1025))), "identifier_bytes"),
        Arguments.of(op("prune", "thread_ids", ids(1001), "strategy", "delete"), "thread_ids"),
        Arguments.of(op("delete_for_runs", "run_ids", ids(1001)), "run_ids"),
        Arguments.of(op("delta_history", "thread_id", "t", "channels", ids(10_001)), "channels"),
        Arguments.of(put("t", "1", "channel_versions", numbered(10_001)), "channels"),
        Arguments.of(
            op(
                "put_writes",
                "thread_id",
                "t",
                "checkpoint_id",
                "1",
                "task_id",
                "t",
                "writes",
                ids(10_001)),
            "writes"));
  }

  private static List<String> ids(int count) {
    return Stream.iterate(0, i -> i + 1).limit(count).map(i -> "id" + i).toList();
  }

  private static Map<String, Integer> numbered(int count) {
    Map<String, Integer> numbered = new HashMap<>();
    ids(count).forEach(id -> numbered.put(id, 1));
    return numbered;
  }

  @ParameterizedTest
  @MethodSource("tooLarge")
  void whatIsTooLargeFailsAloneAndNamesTheLimit(Map<String, ?> operation, String limit) {
    JsonNode problem = Client.of(Format.MSGPACK).batch(operation).result().path("problem");

    assertThat(problem.path("code").asText()).isEqualTo(LIMIT);
    assertThat(problem.path("limit").asText()).isEqualTo(limit);
    assertThat(problem.path("status").asInt()).isEqualTo(413);
  }

  @Test
  void aValueOfSixtyFourMebibytesIsTakenAndOneByteMoreIsNot() {
    String thread = fresh("large");
    var client = Client.of(Format.MSGPACK);

    Answer taken = client.batch(sized(thread, "1", 64 << 20));
    Answer refused = client.batch(sized(thread, "2", (64 << 20) + 1));

    assertThat(taken.result().path("status").asText()).isEqualTo("inserted");
    assertThat(refused.result().path("problem").path("limit").asText()).isEqualTo("value_bytes");
  }

  private static Map<String, @Nullable Object> sized(String thread, String id, int bytes) {
    return put(
        thread, id, "values", Map.of("messages", Map.of("type", "b", "bytes", new byte[bytes])));
  }

  @Test
  void moreThanAThousandOperationsAreRefusedAsAWhole() {
    List<Map<String, ?>> operations = new ArrayList<>();
    for (int i = 0; i <= 1000; i++) {
      operations.add(op("list", "limit", 0));
    }

    Answer answer = Client.json().post("/v1/batch", Map.of("operations", operations));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.tree().path("limit").asText()).isEqualTo("operations");
  }

  @ParameterizedTest
  @EnumSource
  void whatTheStoreRefusesIsToldByItsCode(Format format) {
    String thread = fresh("refused");
    Answer answer =
        Client.of(format)
            .batch(
                put(thread, "1", "values", Map.of()),
                put(thread, "2"),
                op("copy_thread", "source_thread_id", "x", "target_thread_id", thread),
                op("delete_thread", "thread_id", thread, "operation_id", thread),
                op("delete_thread", "thread_id", thread + "x", "operation_id", thread),
                put(thread, "3", "incarnation", 1),
                putWrites(thread, "3", "t", "c"),
                op("copy_thread", "source_thread_id", "x", "target_thread_id", thread),
                put(thread, "4", "skeleton", value("x")));

    assertThat(answer.tree().findValuesAsText("code"))
        .contains("missing-values", "operation-id-reused", "thread-deleted");
    assertThat(answer.result(0).path("problem").path("missing").path(0).asText())
        .isEqualTo("messages");
  }
}
