package dev.holdfast.server.http;

import static dev.holdfast.server.support.Client.fresh;
import static dev.holdfast.server.support.Ops.getTuple;
import static dev.holdfast.server.support.Ops.put;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.server.support.Answer;
import dev.holdfast.server.support.Client;
import dev.holdfast.server.support.Codec;
import dev.holdfast.server.support.TemporaryData;
import dev.holdfast.server.wire.Format;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(TemporaryData.class)
class MetadataFormsTest {

  private final String thread = fresh("metadata");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"nul \\u0000 inside\"",
        "-0.0",
        "0.0",
        "1e22",
        "1E+300",
        "0.1",
        "1.0",
        "-1",
        "0",
        "true",
        "null",
        "[]",
        "{}",
        "\"\"",
        "18446744073709551615",
        "123456789012345678901234567890",
        "0.12345678901234567890123456789",
        "[[[{\"a\":[null,1.5,\"\\ud83d\\ude00\"]}]]]"
      })
  void jsonComesBackAsItWentIn(String json) {
    JsonNode sent = Codec.read(Format.JSON, json.getBytes(StandardCharsets.UTF_8));

    Answer answer =
        Client.json().batch(put(thread, "1", "metadata", Map.of("v", sent)), getTuple(thread));

    JsonNode read = answer.result(1).path("tuple").path("metadata").path("v");
    assertThat(same(read, sent)).as("%s of %s", read, sent).isTrue();
  }

  /** Equal also in the kind of number, but not in how many zeros a fraction has. */
  private static boolean same(JsonNode left, JsonNode right) {
    if (left.isNumber()
        && right.isNumber()
        && left.isIntegralNumber() == right.isIntegralNumber()) {
      return left.decimalValue().compareTo(right.decimalValue()) == 0;
    }
    return left.equals(right);
  }

  @Test
  void theSignOfZeroIsKept() {
    Answer answer =
        Client.json().batch(put(thread, "1", "metadata", Map.of("v", -0.0)), getTuple(thread));

    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("\"v\":-0.0");
  }

  @Test
  void numbersBeyondMessagePackAreTheNearestFloatInIt() {
    Map<String, Object> numbers = new HashMap<>();
    numbers.put("large", new BigInteger("9".repeat(30)));
    numbers.put("long", new BigDecimal("0.1234567890123456789"));
    numbers.put("huge", new BigInteger("9".repeat(400)));
    Client.json().batch(put(thread, "1", "metadata", numbers));

    JsonNode read =
        Client.of(Format.MSGPACK).batch(getTuple(thread)).result().path("tuple").path("metadata");

    assertThat(read.path("large").asDouble()).isEqualTo(1e30);
    assertThat(read.path("long").asDouble()).isEqualTo(0.12345678901234568);
    assertThat(read.path("huge").asText()).isEqualTo("9".repeat(400));
  }

  @ParameterizedTest
  @EnumSource
  void sixtyFourLevelsAreTakenAndSixtyFiveAreNot(Format format) {
    var answer =
        Client.of(format)
            .batch(
                put(thread, "1", "metadata", nested(64)),
                put(thread, "2", "metadata", nested(65)),
                put(thread, "3", "metadata", nested(500)),
                getTuple(thread));

    assertThat(answer.result(0).path("status").asText()).isEqualTo("inserted");
    assertThat(answer.result(1).path("problem").path("limit").asText()).isEqualTo("depth");
    assertThat(answer.result(1).path("problem").path("maximum").asInt()).isEqualTo(64);
    assertThat(answer.result(2).path("problem").path("limit").asText()).isEqualTo("depth");
    assertThat(answer.result(3).path("tuple").path("checkpoint_id").asText()).isEqualTo("1");
  }

  private static Map<String, Object> nested(int levels) {
    Object inner = 1;
    for (int i = 1; i < levels; i++) {
      inner = i % 2 == 0 ? List.of(inner) : Map.of("a", inner);
    }
    return Map.of("outer", inner);
  }

  @ParameterizedTest
  @EnumSource
  void versionsKeepTheirTypes(Format format) {
    var versions = Map.of("text", "1", "whole", 1, "real", 1.0, "large", 1e22);
    var answer =
        Client.of(format)
            .batch(
                put(
                    thread,
                    "1",
                    "channel_versions",
                    versions,
                    "values",
                    Map.of(),
                    "empty_channels",
                    versions.keySet()),
                getTuple(thread));

    JsonNode read = answer.result(1).path("tuple").path("channel_versions");
    assertThat(read.path("text").isTextual()).isTrue();
    assertThat(read.path("whole").isIntegralNumber()).isTrue();
    assertThat(read.path("real").isFloatingPointNumber()).isTrue();
    assertThat(read.path("large").doubleValue()).isEqualTo(1e22);
  }
}
