package dev.holdfast.server.http;

import static dev.holdfast.server.support.Client.fresh;
import static dev.holdfast.server.support.Ops.op;
import static dev.holdfast.server.support.Ops.put;
import static dev.holdfast.server.support.Ops.putWrites;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.core.usecase.Conflation;
import dev.holdfast.server.support.Answer;
import dev.holdfast.server.support.Client;
import dev.holdfast.server.support.Codec;
import dev.holdfast.server.support.TemporaryData;
import dev.holdfast.server.wire.Format;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(TemporaryData.class)
class SettingsTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final String thread = fresh("settings");
  private final String path = "/v1/threads/" + thread + "/settings";

  @ParameterizedTest
  @EnumSource
  void aThreadHasTheHistoryThatItIsToldToHave(Format format) {
    var client = Client.of(format);
    client.batch(put(thread, "1"));

    Answer before = client.get(path);
    Answer set = set(client, format, Map.of("history", "latest"));
    Answer after = client.get(path);

    assertThat(before.tree().path("history").asText()).isEqualTo("full");
    assertThat(set.tree().path("history").asText()).isEqualTo("latest");
    assertThat(after.tree()).isEqualTo(set.tree());
    assertThat(client.get("/v1/threads/" + thread).tree().path("history").asText())
        .isEqualTo("latest");
  }

  @Test
  void anUnknownThreadHasNoSettingsUntilTheyAreSet() {
    assertThat(Client.json().get(path).code()).isEqualTo("thread-not-found");

    set(Client.json(), Format.JSON, Map.of("history", "latest"));

    assertThat(Client.json().get(path).tree().path("history").asText()).isEqualTo("latest");
    assertThat(Client.json().get("/v1/threads/" + thread).tree().path("checkpoints").asInt(-1))
        .isZero();
    assertThat(Client.json().batch(put(thread, "1")).result().path("status").asText())
        .isEqualTo("inserted");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"history\": \"some\"}",
        "{\"history\": null}",
        "{\"history\": 1}",
        "{\"history\": \"full\", \"x\": 1}"
      })
  void whatIsNoSettingIsRefusedAndBeginsNothing(String body) {
    Answer answer = Client.json().send("PUT", path, body.getBytes(StandardCharsets.UTF_8));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("invalid-request");
    assertThat(answer.tree().path("pointer").asText())
        .isEqualTo(body.contains("x") ? "/x" : "/history");
    assertThat(Client.json().get(path).code()).isEqualTo("thread-not-found");
  }

  @ParameterizedTest
  @EnumSource
  void anOperationSetsItRightBeforeTheFirstPut(Format format) {
    Answer answer =
        Client.of(format)
            .batch(op("set_history", "thread_id", thread, "history", "latest"), put(thread, "1"));

    JsonNode incarnation = answer.result(0).path("incarnation");
    assertThat(incarnation.asLong()).isPositive();
    assertThat(answer.result(1).path("incarnation")).isEqualTo(incarnation);
  }

  @Test
  void anOperationThatMeansAnEarlierLifeIsRefused() {
    Answer answer =
        Client.json()
            .batch(
                op("set_history", "thread_id", thread, "history", "latest", "incarnation", 1),
                op("set_history", "thread_id", thread, "history", "none"));

    assertThat(answer.code()).isEqualTo("thread-deleted");
    assertThat(answer.result(1).path("problem").path("pointer").asText())
        .isEqualTo("/operations/1/history");
  }

  @Test
  void aBusyThreadShrinksAtOnceAndAnIdleOneSoon() {
    set(Client.json(), Format.JSON, Map.of("history", "latest"));
    List<Map<String, @Nullable Object>> puts = new ArrayList<>();
    for (int i = 0; i < Conflation.EVERY; i++) {
      puts.add(chained(i));
    }
    puts.add(2, putWrites(thread, "01", "asking", "__interrupt__"));
    double before = conflated();

    Client.json().post("/v1/batch", Map.of("operations", puts));

    await(() -> left().equals(List.of("15", "14", "01")));
    await(() -> conflated() - before >= Conflation.EVERY - 3); // counted after it is to be seen
    Client.json().batch(chained(16));
    await(() -> left().equals(List.of("16", "15", "01")));
  }

  private Map<String, @Nullable Object> chained(int i) {
    String parent = i == 0 ? null : "%02d".formatted(i - 1);
    return put(thread, "%02d".formatted(i), "parent_checkpoint_id", parent);
  }

  private List<String> left() {
    Answer page = Client.json().get("/v1/threads/" + thread + "/checkpoints");
    return page.tree().path("tuples").findValuesAsText("checkpoint_id");
  }

  private static double conflated() {
    byte[] scrape = Client.json().with("Accept", "text/plain").get("/metrics").body();
    return new String(scrape, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith("holdfast_history_conflated_total"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private static void await(Supplier<Boolean> condition) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.get()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private Answer set(Client client, Format format, Map<String, ?> settings) {
    return client.send("PUT", path, Codec.write(format, settings));
  }
}
