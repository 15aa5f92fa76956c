package dev.holdfast.server.http;

import static dev.holdfast.server.support.Client.fresh;
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
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@WithTestResource(TemporaryData.class)
class ProgressTest {

  private final String thread = fresh("progress");
  private final String path = "/v1/threads/" + thread + "/progress";

  @ParameterizedTest
  @EnumSource
  void itIsToldOfTheNewestCheckpointOfTheRoot(Format format) {
    var client = Client.of(format);
    client.batch(put(thread, "1"));
    client.batch(put(thread, "2"));

    JsonNode told = client.get(path).tree();

    assertThat(told.path("progress").asText()).isEqualTo("unknown");
    assertThat(told.path("heuristic").asBoolean()).isTrue();
    assertThat(told.path("thread_id").asText()).isEqualTo(thread);
    assertThat(told.path("checkpoint_ns").asText("x")).isEmpty();
    assertThat(told.path("checkpoint_id").asText()).isEqualTo("2");
    assertThat(told.path("incarnation").asLong()).isPositive();
    assertThat(Instant.parse(told.path("moved_at").asText()))
        .isBetween(Instant.now().minusSeconds(600), Instant.now().plusSeconds(600));
    assertThat(told.size()).isEqualTo(7);
  }

  @Test
  void aThreadThatIsNotThereHasNone() {
    Answer answer = Client.json().get(path);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("thread-not-found");
  }

  @Test
  void aThreadWithoutCheckpointsHasNone() {
    byte[] latest = Codec.write(Format.JSON, Map.of("history", "latest"));
    Client.json().send("PUT", "/v1/threads/" + thread + "/settings", latest);

    assertThat(Client.json().get(path).code()).isEqualTo("checkpoint-not-found");
  }

  @Test
  void aParameterIsRefused() {
    assertThat(Client.json().get(path + "?x=1").code()).isEqualTo("invalid-request");
  }
}
