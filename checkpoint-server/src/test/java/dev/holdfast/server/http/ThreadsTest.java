package dev.holdfast.server.http;

import static dev.holdfast.server.support.Client.encoded;
import static dev.holdfast.server.support.Client.fresh;
import static dev.holdfast.server.support.Ops.put;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.server.support.Answer;
import dev.holdfast.server.support.Client;
import dev.holdfast.server.support.TemporaryData;
import dev.holdfast.server.wire.Format;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(TemporaryData.class)
class ThreadsTest {

  private final String thread = fresh("thread");

  @ParameterizedTest
  @EnumSource
  void threadsAreListedPageByPage(Format format) {
    var client = Client.of(format);
    client.batch(put(thread + "/a", "1"), put(thread + "/b", "1"), put(thread + "/c", "1"));
    List<String> found = new ArrayList<>();
    String cursor = "";

    do {
      Answer page = client.get("/v1/threads?limit=2&prefix=" + encoded(thread) + "%2F" + cursor);
      found.addAll(page.tree().path("threads").findValuesAsText("thread_id"));
      JsonNode next = page.tree().path("cursor");
      cursor = next.isNull() ? "" : "&cursor=" + next.asText();
    } while (!cursor.isEmpty());

    assertThat(found).containsExactly(thread + "/a", thread + "/b", thread + "/c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a/b", "a//b", "../x", "dots..", "ü ö", "😀", "a%2Fb", "a+b", "?x=y&z", "#", ";p=1", "prune"
      })
  void everyThreadHasAnAddress(String odd) {
    String id = odd.equals("prune") ? odd : odd + thread;
    Client.json().batch(put(id, "1"));

    Answer answer = Client.json().get("/v1/threads/" + encoded(id));

    assertThat(answer.tree().path("thread_id").asText()).isEqualTo(id);
    assertThat(answer.tree().path("latest_checkpoint_id").asText()).isEqualTo("1");
    assertThat(answer.tree().path("namespaces").path(0).asText()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/checkpoints", "/checkpoints/latest", "/checkpoints/1", "/history?channel=a"})
  void anUnknownThreadIsNotFound(String below) {
    assertThat(Client.json().get("/v1/threads/" + thread + below).code())
        .isEqualTo("thread-not-found");
  }

  @ParameterizedTest
  @EnumSource
  void aDeletionIsDoneOnceForItsKey(Format format) {
    var client = Client.of(format).with("Idempotency-Key", fresh("key"));
    client.batch(put(thread, "1"));

    boolean first = delete(client);
    client.batch(put(thread, "2"));
    boolean repeated = delete(client);

    assertThat(first).isTrue();
    assertThat(repeated).isTrue();
    assertThat(client.get("/v1/threads/" + thread).status()).isEqualTo(200);
  }

  private boolean delete(Client client) {
    return client
        .send("DELETE", "/v1/threads/" + thread, new byte[0])
        .tree()
        .path("deleted")
        .asBoolean();
  }

  @Test
  void deletingWhatIsNotThereDeletesNothing() {
    assertThat(delete(Client.json())).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void aThreadIsCopied(Format format) {
    var client = Client.of(format);
    client.batch(put(thread, "1"));
    var target = Map.of("target_thread_id", thread + "/copy");

    Answer copied = client.post("/v1/threads/" + thread + "/copy", target);
    Answer again = client.post("/v1/threads/" + thread + "/copy", target);
    Answer unknown = client.post("/v1/threads/" + thread + "none/copy", target);

    assertThat(copied.tree().path("copied").asInt()).isEqualTo(1);
    assertThat(again.code()).isEqualTo("thread-exists");
    assertThat(unknown.code()).isEqualTo("thread-not-found");
  }

  @ParameterizedTest
  @EnumSource
  void threadsArePrunedAndRunsDeleted(Format format) {
    var client = Client.of(format);
    client.batch(
        put(thread, "1"), put(thread, "2"), put(thread, "3", "metadata", Map.of("run_id", thread)));

    Answer runs = client.post("/v1/runs/delete", Map.of("run_ids", List.of(thread)));
    Answer pruned =
        client.post(
            "/v1/threads/prune", Map.of("thread_ids", List.of(thread), "strategy", "keep_latest"));

    assertThat(runs.tree().path("deleted").asInt()).isEqualTo(1);
    assertThat(pruned.tree().path("pruned").asInt()).isEqualTo(1);
  }

  @Test
  void anOperationIdBelongsToOneRequest() {
    var client = Client.json().with("Idempotency-Key", fresh("key"));
    delete(client);

    Answer other = client.send("DELETE", "/v1/threads/" + thread + "other", new byte[0]);

    assertThat(other.code()).isEqualTo("operation-id-reused");
  }
}
