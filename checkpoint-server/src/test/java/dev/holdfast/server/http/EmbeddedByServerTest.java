package dev.holdfast.server.http;

import static dev.holdfast.server.support.Store.get;
import static dev.holdfast.server.support.Store.put;
import static dev.holdfast.server.support.Store.search;
import static dev.holdfast.server.support.Store.store;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.server.support.Answer;
import dev.holdfast.server.support.Client;
import dev.holdfast.server.support.Embedding;
import dev.holdfast.server.support.FakeEmbeddingEndpoint;
import dev.holdfast.server.support.TemporaryData;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that embeds what is put before it answers. */
@QuarkusTest
@WithTestResource(TemporaryData.class)
@WithTestResource(Embedding.class)
class EmbeddedByServerTest {

  private final Client client = Client.json();
  private final List<String> place = List.of(Client.fresh("user"));

  @AfterEach
  void mend() {
    Embedding.fake().always(FakeEmbeddingEndpoint::embed);
  }

  private Answer putText(String key, String text) {
    return client.batch(store(put(place, key, Map.of("text", text))));
  }

  private List<String> found(String query) {
    return client.batch(store(search(place, "query", query))).result().findValuesAsText("key");
  }

  @Test
  void theConfiguredIndexIsDefinedAtTheStart() {
    JsonNode index = client.get("/v1/store/index").tree();
    JsonNode checks = client.get("/q/health/ready").tree().path("checks");

    assertThat(index.path("embedded_by").asText()).isEqualTo("server");
    assertThat(index.path("model").asText()).isEqualTo(FakeEmbeddingEndpoint.MODEL);
    assertThat(index.path("dimensions").asInt()).isEqualTo(FakeEmbeddingEndpoint.DIMENSIONS);
    assertThat(index.path("fields").path(0).asText()).isEqualTo("text");
    assertThat(checks.toString()).contains("\"index\":\"as-configured\"", "\"openai\"");
  }

  @Test
  void aPutIsFoundByItsMeaningAsSoonAsItIsAnswered() {
    assertThat(putText("near", "banana").result().at("/results/0").isNull()).isTrue();
    putText("far", "zzz");

    Answer answer = client.batch(store(search(place, "query", "ananab")));

    assertThat(answer.result().findValuesAsText("key")).containsExactly("near", "far");
    assertThat(answer.result().at("/results/0/0/score").asDouble()).isGreaterThan(0.99);
    assertThat(answer.result().has("index")).isFalse();
  }

  @Test
  void theTextsOfABatchGoTogether() {
    int before = Embedding.fake().requests.size();

    client.batch(
        store(
            put(place, "a", Map.of("text", "one")),
            put(place, "b", Map.of("text", "two")),
            put(place, "c", Map.of("text", "three"))));

    List<JsonNode> requests = Embedding.fake().requests;
    assertThat(requests).hasSize(before + 1);
    assertThat(requests.get(before).path("input")).hasSize(3);
    assertThat(Embedding.fake().keys.get(before)).isEqualTo("Bearer sk-secret");
  }

  @Test
  void ifTheModelDoesNotAnswerNothingIsStored() {
    Embedding.fake().always(FakeEmbeddingEndpoint.status(500, "secret words"));

    Answer answer = putText("k", "secret words");

    assertThat(answer.code()).isEqualTo("embedding-unavailable");
    assertThat(answer.result().at("/problem/status").asInt()).isEqualTo(503);
    assertThat(answer.result().at("/problem/retry").asText()).isEqualTo("after");
    assertThat(text(answer)).doesNotContain("secret", "127.0.0.1");
    assertThat(client.batch(store(get(place, "k"))).result().at("/results/0").isNull()).isTrue();
  }

  @Test
  void ifTheModelRefusesATextNothingIsStored() {
    Embedding.fake().always(FakeEmbeddingEndpoint.status(400, "secret words"));

    Answer answer = putText("k", "secret words");

    assertThat(answer.code()).isEqualTo("embedding-refused");
    assertThat(answer.result().at("/problem/status").asInt()).isEqualTo(422);
    assertThat(text(answer)).doesNotContain("secret");
    assertThat(client.batch(store(get(place, "k"))).result().at("/results/0").isNull()).isTrue();
  }

  private static String text(Answer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  @Test
  void whatNeedsNoModelWorksWithoutIt() {
    putText("k", "ship");
    Embedding.fake().always(FakeEmbeddingEndpoint.status(500, ""));

    Map<String, Object> value = Map.of("text", "not indexed");
    var quiet = put(place, "quiet", value);
    quiet.put("index", false);

    assertThat(client.batch(store(quiet)).code()).isEmpty();
    assertThat(client.batch(store(search(place, "query", "ship", "mode", "text"))).code())
        .isEmpty();
    assertThat(client.batch(store(search(place))).result().findValuesAsText("key"))
        .containsExactlyInAnyOrder("k", "quiet");
  }

  @Test
  void theSdkSearchesByMeaning() {
    putText("k", "apple");

    Answer answer =
        client.post(
            "/store/items/search", Map.of("namespace_prefix", place, "query", "apple", "limit", 5));

    assertThat(answer.tree().at("/items/0/key").asText()).isEqualTo("k");
    assertThat(answer.tree().at("/items/0/score").asDouble()).isGreaterThan(0.99);
  }

  @Test
  void vectorsOfAClientAreNotTaken() {
    var put = put(place, "k", Map.of("text", "a"));
    put.put("vectors", List.of(Map.of("path", "text", "vector", List.of(1, 2))));

    assertThat(client.batch(store(put)).code()).isEqualTo("index-mismatch");
  }

  @Test
  void noRequestNamesAnEndpoint() {
    Map<String, Object> definition =
        Map.of("embedded_by", "server", "dimensions", 26, "url", "http://127.0.0.1:1");

    assertThat(client.post("/v1/store/index/rebuild", definition).code())
        .isEqualTo("invalid-request");
    assertThat(found("x")).isEmpty();
  }

  @Test
  void metricsCountCallsAndTellNothingOfTexts() {
    putText("k", "confidential");

    String metrics = text(client.with("Accept", "text/plain").send("GET", "/metrics", new byte[0]));

    assertThat(metrics)
        .contains("holdfast_embedding_calls_seconds_count{outcome=\"answered\",}")
        .contains("holdfast_embedding_texts_total")
        .contains("holdfast_embedding_circuit{state=\"closed\",} 1")
        .contains("holdfast_store_search_mode{mode=\"exact\",} 1")
        .contains("holdfast_store_search_mode{mode=\"pgvector\",} 0")
        .contains("holdfast_store_index_items{state=\"indexed\",}")
        .contains("holdfast_store_vectors_bytes")
        .doesNotContain("confidential", "sk-secret");
  }
}
