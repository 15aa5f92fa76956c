package dev.holdfast.server.http;

import static dev.holdfast.server.support.Client.fresh;
import static dev.holdfast.server.support.Ops.getTuple;
import static dev.holdfast.server.support.Ops.op;
import static dev.holdfast.server.support.Ops.put;
import static dev.holdfast.server.support.Ops.putWrites;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.server.support.Client;
import dev.holdfast.server.support.TemporaryData;
import dev.holdfast.server.wire.Format;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@WithTestResource(TemporaryData.class)
class BatchRoundTripTest {

  private final String thread = fresh("round/trip ü");

  @ParameterizedTest
  @EnumSource
  void aCheckpointComesBackAsItWasPut(Format format) throws IOException {
    var answer =
        Client.of(format).batch(put(thread, "1", "parent_checkpoint_id", "0"), getTuple(thread));

    JsonNode tuple = answer.result(1).path("tuple");
    assertThat(answer.result(0).path("status").asText()).isEqualTo("inserted");
    assertThat(answer.result(0).path("checksums").path("messages").binaryValue()).hasSize(16);
    assertThat(tuple.path("thread_id").asText()).isEqualTo(thread);
    assertThat(tuple.path("parent_checkpoint_id").asText()).isEqualTo("0");
    assertThat(tuple.path("channel_versions").path("messages").asText()).isEqualTo("1");
    assertThat(tuple.path("values").path("messages").path("bytes").binaryValue())
        .asString()
        .isEqualTo("value of 1");
  }

  @ParameterizedTest
  @EnumSource
  void writesComeBackWithTheirCheckpoint(Format format) throws IOException {
    var answer =
        Client.of(format)
            .batch(
                put(thread, "1"),
                putWrites(thread, "1", "task", "messages"),
                putWrites(thread, "1", "task", "__interrupt__"),
                getTuple(thread));

    JsonNode writes = answer.result(3).path("tuple").path("writes");
    assertThat(writes.findValuesAsText("idx")).containsExactly("-3", "0");
    assertThat(writes.path(1).path("task_path").asText()).isEqualTo("~path");
    assertThat(writes.path(1).path("bytes").binaryValue()).asString().isEqualTo("written by task");
  }

  @ParameterizedTest
  @EnumSource
  void aValueThatTheCallerHoldsIsLeftOut(Format format) throws IOException {
    var client = Client.of(format);
    byte[] checksum =
        client.batch(put(thread, "1")).result().path("checksums").path("messages").binaryValue();

    JsonNode tuple =
        client
            .batch(
                op(
                    "get_tuple",
                    "thread_id",
                    thread,
                    "known",
                    Map.of("messages", Map.of("version", "1", "checksum", checksum))))
            .result()
            .path("tuple");

    assertThat(tuple.path("values").isEmpty()).isTrue();
    assertThat(tuple.path("known").path(0).asText()).isEqualTo("messages");
  }

  @ParameterizedTest
  @EnumSource
  void aHistoryIsReadPageByPage(Format format) throws IOException {
    var client = Client.of(format);
    client.batch(put(thread, "1"), put(thread, "2"), put(thread, "3"));

    JsonNode first = client.batch(op("list", "thread_id", thread, "max_bytes", 1)).result();
    JsonNode second =
        client
            .batch(
                op(
                    "list",
                    "thread_id",
                    thread,
                    "filter",
                    Map.of("source", "loop"),
                    "cursor",
                    first.path("cursor").asText()))
            .result();

    assertThat(first.path("tuples").findValuesAsText("checkpoint_id")).containsExactly("3");
    assertThat(second.path("tuples").findValuesAsText("checkpoint_id")).containsExactly("2", "1");
    assertThat(second.at("/tuples").findValues("values").toString())
        .isEqualTo("[{\"messages\":0}, {\"messages\":1}]");
    assertThat(second.at("/values/0/bytes").binaryValue()).asString().isEqualTo("value of 2");
    assertThat(second.at("/values/1/bytes").binaryValue()).asString().isEqualTo("value of 1");
    assertThat(second.path("cursor").isNull()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void aDeltaHistoryHoldsTheWritesOfAncestorsAndTheSeed(Format format) throws IOException {
    var answer =
        Client.of(format)
            .batch(
                put(thread, "1"),
                putWrites(thread, "1", "task", "messages"),
                put(
                    thread,
                    "2",
                    "parent_checkpoint_id",
                    "1",
                    "empty_channels",
                    List.of("messages"),
                    "values",
                    Map.of()),
                op("delta_history", "thread_id", thread, "channels", List.of("messages", "none")));

    JsonNode channels = answer.result(3).path("channels");
    assertThat(channels.path("messages").path("seed").path("bytes").binaryValue())
        .asString()
        .isEqualTo("value of 1");
    assertThat(channels.path("messages").path("writes").size()).isEqualTo(1);
    assertThat(channels.path("none").has("seed")).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void wholeThreadsAreCopiedPrunedAndDeleted(Format format) {
    String copy = fresh("copy");
    var answer =
        Client.of(format)
            .batch(
                put(thread, "1", "metadata", Map.of("run_id", thread)),
                put(thread, "2"),
                op("copy_thread", "source_thread_id", thread, "target_thread_id", copy),
                op("prune", "thread_ids", List.of(thread), "strategy", "keep_latest"),
                op("delete_for_runs", "run_ids", List.of(thread)),
                op("delete_thread", "thread_id", thread, "operation_id", fresh("op")),
                getTuple(thread));

    assertThat(answer.result(2).path("copied").asInt()).isEqualTo(2);
    assertThat(answer.result(3).path("pruned").asInt()).isEqualTo(1);
    assertThat(answer.result(4).path("deleted").asInt()).isEqualTo(1);
    assertThat(answer.result(5).path("deleted").asBoolean()).isTrue();
    assertThat(answer.result(6).path("tuple").isNull()).isTrue();
  }
}
