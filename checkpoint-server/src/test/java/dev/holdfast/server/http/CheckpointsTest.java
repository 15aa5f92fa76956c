package dev.holdfast.server.http;

import static dev.holdfast.server.support.Client.encoded;
import static dev.holdfast.server.support.Client.fresh;
import static dev.holdfast.server.support.Ops.put;
import static dev.holdfast.server.support.Ops.putWrites;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.server.support.Answer;
import dev.holdfast.server.support.Client;
import dev.holdfast.server.support.TemporaryData;
import dev.holdfast.server.wire.Format;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@WithTestResource(TemporaryData.class)
class CheckpointsTest {

  private final String thread = fresh("checkpoints/");
  private final String path = "/v1/threads/" + encoded(thread);

  @BeforeEach
  void threeCheckpointsAndOneOfASubgraph() {
    Client.json()
        .batch(
            put(thread, "b", "metadata", Map.of("step", 1)),
            put(thread, "d", "parent_checkpoint_id", "b"),
            putWrites(thread, "d", "task", "messages"),
            put(
                thread,
                "f",
                "parent_checkpoint_id",
                "d",
                "empty_channels",
                List.of("messages"),
                "values",
                Map.of()),
            put(thread, "g", "checkpoint_ns", "sub:1|x"));
  }

  @ParameterizedTest
  @CsvSource({
    "?at=a,'',404",
    "?at=b,b,200",
    "?at=c,b,200",
    "?at=e,d,200",
    "?at=z,f,200",
    "'',f,200",
    "?ns=sub:1%7Cx,g,200",
    "?ns=none,'',404"
  })
  void theLatestCheckpointOfATimeIsFound(String query, String id, int status) {
    Answer answer = Client.json().get(path + "/checkpoints/latest" + query);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.tree().path("checkpoint_id").asText()).isEqualTo(id);
    assertThat(answer.code()).isEqualTo(status == 404 ? "checkpoint-not-found" : "");
  }

  @ParameterizedTest
  @EnumSource
  void theLatestOfATimeComesWithItsValues(Format format) throws IOException {
    JsonNode tuple = Client.of(format).get(path + "/checkpoints/latest?at=e").tree();

    assertThat(tuple.path("values").path("messages").path("bytes").binaryValue())
        .asString()
        .isEqualTo("value of d");
    assertThat(tuple.path("writes").size()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void aCheckpointIsFoundByItsId(Format format) {
    Answer found = Client.of(format).get(path + "/checkpoints/d");
    Answer other = Client.of(format).get(path + "/checkpoints/d?ns=sub");

    assertThat(found.tree().path("parent_checkpoint_id").asText()).isEqualTo("b");
    assertThat(other.code()).isEqualTo("checkpoint-not-found");
  }

  @ParameterizedTest
  @CsvSource({
    "'',g f d b",
    "?ns=,f d b",
    "?ns=sub:1%7Cx,g",
    "?before=d,b",
    "?limit=1,g",
    "?limit=0,''",
    "?filter=%7B%22step%22:1%7D,b",
    "?ns=none,''"
  })
  void aHistoryIsListed(String query, String ids) {
    Answer answer = Client.json().get(path + "/checkpoints" + query);

    assertThat(String.join(" ", answer.tree().path("tuples").findValuesAsText("checkpoint_id")))
        .isEqualTo(ids);
  }

  @Test
  void aListedCheckpointNamesThePlacesOfItsValues() throws IOException {
    JsonNode page = Client.json().get(path + "/checkpoints?ns=").tree();

    JsonNode place = page.at("/tuples/1/values/messages");
    assertThat(page.at("/tuples/0/values").isEmpty()).isTrue();
    assertThat(page.path("values").path(place.intValue()).path("bytes").binaryValue())
        .asString()
        .isEqualTo("value of d");
  }

  @Test
  void aHistoryIsReadPageByPage() {
    JsonNode first = Client.json().get(path + "/checkpoints?ns=&max_bytes=1").tree();

    Answer second =
        Client.json().get(path + "/checkpoints?ns=&cursor=" + first.path("cursor").asText());

    assertThat(first.path("tuples").size()).isEqualTo(1);
    assertThat(second.tree().path("tuples").findValuesAsText("checkpoint_id"))
        .containsExactly("d", "b");
  }

  @ParameterizedTest
  @EnumSource
  void aDeltaHistoryIsRead(Format format) {
    JsonNode channels =
        Client.of(format)
            .get(path + "/history?channel=messages&channel=none")
            .tree()
            .path("channels");

    assertThat(channels.path("messages").path("writes").size()).isEqualTo(1);
    assertThat(channels.path("messages").has("seed")).isTrue();
    assertThat(channels.path("none").path("writes").isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "checkpoint_id=b&channel=none,200",
    "checkpoint_id=x&channel=none,404",
    "channel=none,200"
  })
  void aDeltaHistoryIsThatOfACheckpoint(String query, int status) {
    assertThat(Client.json().get(path + "/history?" + query).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "checkpoints?limit=x,?limit",
    "checkpoints?limit=-1,?limit",
    "checkpoints?filter=%5B%5D,?filter",
    "checkpoints?filter=%7B,?filter",
    "checkpoints?cursor=!,?cursor",
    "checkpoints?nope=1,?nope",
    "checkpoints?splices=true,?splices",
    "checkpoints?before=,?before",
    "checkpoints?limit=1&limit=2,?limit",
    "checkpoints?max_bytes=0,?max_bytes",
    "checkpoints?ns=%00,?ns",
    "checkpoints?ns=%ff,?ns",
    "history,?channel",
    "history?channel=,?channel",
    "checkpoints/latest?at=,?at"
  })
  void aWrongParameterIsNamed(String query, String pointer) {
    Answer answer = Client.json().get(path + "/" + query);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.tree().path("pointer").asText()).isEqualTo(pointer);
  }
}
