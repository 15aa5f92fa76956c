package dev.holdfast.server.http;

import static dev.holdfast.server.support.Store.search;
import static dev.holdfast.server.support.Store.store;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.server.support.Answer;
import dev.holdfast.server.support.Await;
import dev.holdfast.server.support.Client;
import dev.holdfast.server.support.Codec;
import dev.holdfast.server.support.Store;
import dev.holdfast.server.support.TemporaryData;
import dev.holdfast.server.wire.Format;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The index of a server that does not embed. */
@QuarkusTest
@WithTestResource(TemporaryData.class)
class IndexTest {

  private static final String INDEX = "/v1/store/index";
  private static final Map<String, Object> PLANE =
      Map.of("embedded_by", "client", "model", "plane", "dimensions", 2, "fields", List.of("text"));

  private final Client client = Client.json();
  private final List<String> place = List.of(Client.fresh("user"));

  private static Answer define(Format format, Object definition) {
    return Client.of(format).send("PUT", INDEX, Codec.write(format, definition));
  }

  private static Answer send(String method, String path) {
    return Client.json().send(method, path, new byte[0]);
  }

  /** An index is the tenant's, and so are its counts. */
  @AfterEach
  void drop() {
    for (String key : List.of("east", "north", "none", "a", "b", "ships", "trains", "runs")) {
      client.batch(store(Store.put(place, key, null)));
    }
    assertThat(send("DELETE", INDEX).status()).isEqualTo(204);
  }

  private Map<String, @Nullable Object> put(String key, @Nullable Object vector) {
    Map<String, @Nullable Object> put = Store.put(place, key, Map.of("text", "about " + key));
    if (vector != null) {
      put.put("vectors", List.of(Map.of("path", "text", "vector", vector)));
    }
    return put;
  }

  private static byte[] bytes(float x, float y) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putFloat(x).putFloat(y).array();
  }

  @ParameterizedTest
  @EnumSource
  void anIndexIsDefinedDescribedAndDropped(Format format) {
    Answer none = Client.of(format).get(INDEX);
    Answer defined = define(format, PLANE);
    Answer again = define(format, PLANE);
    Answer found = Client.of(format).get(INDEX);

    assertThat(none.status()).isEqualTo(404);
    assertThat(none.code()).isEqualTo("not-found");
    assertThat(defined.status()).isEqualTo(200);
    assertThat(again.tree()).isEqualTo(defined.tree());
    assertThat(found.tree().path("number")).isEqualTo(defined.tree().path("number"));
    assertThat(found.tree().path("distance").asText()).isEqualTo("cosine");
    assertThat(found.tree().path("language").asText()).isEqualTo("simple");
    assertThat(found.tree().path("mode").asText()).isEqualTo("exact");
    assertThat(found.tree().path("fields").path(0).asText()).isEqualTo("text");
    assertThat(send("DELETE", INDEX).status()).isEqualTo(204);
    assertThat(Client.of(format).get(INDEX).status()).isEqualTo(404);
  }

  @Test
  void anotherDefinitionIsRefused() {
    define(Format.JSON, PLANE);
    Map<String, Object> other = new LinkedHashMap<>(PLANE);
    other.put("distance", "l2");

    Answer refused = define(Format.JSON, other);

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.code()).isEqualTo("index-mismatch");
    assertThat(client.get(INDEX).tree().path("distance").asText()).isEqualTo("cosine");
  }

  @Test
  void aServerThatDoesNotEmbedDoesNotPromiseTo() {
    Map<String, Object> server = Map.of("embedded_by", "server", "model", "m", "dimensions", 3);

    assertThat(define(Format.JSON, server).code()).isEqualTo("index-mismatch");
    assertThat(client.post(INDEX + "/rebuild", server).code()).isEqualTo("index-mismatch");
    assertThat(client.get(INDEX).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|/embedded_by",
        "{'embedded_by':'you'}|/embedded_by",
        "{'embedded_by':'client'}|/dimensions",
        "{'embedded_by':'client','dimensions':0}|/dimensions",
        "{'embedded_by':'client','dimensions':4001}|/dimensions",
        "{'embedded_by':'nobody','dimensions':1}|/dimensions",
        "{'embedded_by':'client','dimensions':1,'queued':true}|/queued",
        "{'embedded_by':'client','dimensions':1,'distance':'far'}|/distance",
        "{'embedded_by':'client','dimensions':1,'fields':['a[']}|/fields/0",
        "{'embedded_by':'client','dimensions':1,'url':'http://x'}|/url"
      })
  void aWrongDefinitionNamesItsField(String body, String pointer) {
    byte[] json = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);

    Answer answer = client.send("PUT", INDEX, json);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("invalid-request");
    assertThat(answer.tree().path("pointer").asText()).isEqualTo(pointer);
  }

  @Test
  void aLanguageThatTheDatabaseDoesNotHaveIsRefused() {
    Map<String, Object> klingon = Map.of("embedded_by", "nobody", "language", "klingon");

    assertThat(define(Format.JSON, klingon).code()).isEqualTo("invalid-request");
    assertThat(client.post(INDEX + "/rebuild", klingon).code()).isEqualTo("invalid-request");
  }

  @ParameterizedTest
  @EnumSource
  void whatClientsEmbedIsFoundBestFirst(Format format) {
    define(format, PLANE);
    var batch = Client.of(format);
    batch.batch(store(put("east", bytes(1, 0)), put("north", List.of(0, 1)), put("none", null)));

    JsonNode found =
        batch
            .batch(store(search(place, "query", "where?", "vector", List.of(0.9, 0.1))))
            .result()
            .path("results")
            .path(0);

    assertThat(found.findValuesAsText("key")).containsExactly("east", "north");
    assertThat(found.at("/0/score").asDouble()).isGreaterThan(0.9).isLessThanOrEqualTo(1);
  }

  @Test
  void wordsAreFoundWithoutVectors() {
    define(Format.JSON, Map.of("embedded_by", "nobody", "fields", List.of("text")));
    client.batch(store(put("ships", null), put("trains", null)));

    JsonNode found = client.batch(store(search(place, "query", "ships", "mode", "text"))).result();

    assertThat(found.at("/results/0").findValuesAsText("key")).containsExactly("ships");
    assertThat(client.batch(store(search(place, "query", "ships"))).code())
        .isEqualTo("not-indexed");
  }

  @Test
  void vectorsOfOtherDimensionsAreRefusedAndNothingIsStored() {
    define(Format.JSON, PLANE);

    Answer put = client.batch(store(put("a", List.of(1, 2, 3))));
    Answer query = client.batch(store(search(place, "query", "x", "vector", List.of(1))));
    Answer found = client.batch(store(search(place)));

    assertThat(put.code()).isEqualTo("index-mismatch");
    assertThat(query.code()).isEqualTo("index-mismatch");
    assertThat(found.result().path("results").path(0)).isEmpty();
  }

  @Test
  void vectorsForAnIndexThatWasReplacedAreRefusedAndNothingIsStored() {
    // Given
    long old = define(Format.JSON, PLANE).tree().path("number").asLong();
    done(client.post(INDEX + "/rebuild", PLANE));
    long number = define(Format.JSON, PLANE).tree().path("number").asLong();
    Map<String, @Nullable Object> put = put("a", List.of(1, 0));

    // When
    put.put("index_number", old);
    Answer late = client.batch(store(put));
    Answer query = client.batch(store(search(place, "vector", List.of(1, 0), "index_number", old)));
    Answer none = client.batch(store(search(place)));
    put.put("index_number", number);
    Answer stored = client.batch(store(put));

    // Then
    assertThat(late.code()).isEqualTo("index-mismatch");
    assertThat(late.result().at("/problem/pointer").asText()).endsWith("/index_number");
    assertThat(query.code()).isEqualTo("index-mismatch");
    assertThat(none.result().path("results").path(0)).isEmpty();
    assertThat(stored.result().at("/results/0").isNull()).isTrue();
    assertThat(
            client
                .batch(store(search(place, "vector", List.of(1, 0), "index_number", number)))
                .result()
                .findValuesAsText("key"))
        .containsExactly("a");
  }

  @Test
  void whatAClientPutsWithoutVectorsIsStaleAndNeverFails() {
    // Given
    define(Format.JSON, PLANE);
    int others = itemsOfOthers();

    // When
    Answer put = client.batch(store(put("none", null)));
    done(send("POST", INDEX + "/repair"));

    // Then
    JsonNode index = client.get(INDEX).tree();
    assertThat(put.result().at("/results/0")).hasToString("{\"indexed\":false}");
    assertThat(index.path("stale").asInt()).isEqualTo(others + 1);
    assertThat(index.path("failed").asInt()).isZero();
    assertThat(index.path("waiting").asInt()).isZero();
  }

  @Test
  void whatAUseCaseRefusesIsNamedInTheWholeBody() {
    Answer batch =
        client.batch(store(), store(search(List.of("a")), search(List.of("a"), "query", "x")));
    Answer alone =
        client.post("/store/items/search", Map.of("namespace_prefix", List.of(), "query", "x"));

    assertThat(batch.result(1).at("/problem/pointer").asText())
        .isEqualTo("/operations/1/parts/1/query");
    assertThat(alone.tree().path("pointer").asText()).isEqualTo("/query");
  }

  private JsonNode done(Answer started) {
    assertThat(started.status()).isEqualTo(202);
    String job = INDEX + "/jobs/" + started.tree().path("id").asText();
    return Await.holds(
        () -> client.get(job).tree(), found -> !found.path("result").isNull(), "the job is done");
  }

  /** Other tests of this server leave items, which nobody has embedded. */
  private int itemsOfOthers() {
    return client.get(INDEX).tree().path("stale").asInt();
  }

  @Test
  void aCheckCounts() {
    define(Format.JSON, PLANE);
    int others = itemsOfOthers();
    client.batch(store(put("a", List.of(1, 0)), put("b", null)));

    JsonNode job = done(send("POST", INDEX + "/check"));

    assertThat(job.path("state").asText()).isEqualTo("done");
    assertThat(job.at("/result/items").asInt()).isEqualTo(others + 2);
    assertThat(job.at("/result/indexed").asInt()).isEqualTo(1);
    assertThat(job.at("/result/stale").asInt()).isEqualTo(others + 1);
    assertThat(client.get(INDEX + "/jobs?limit=1").tree().at("/jobs/0/id"))
        .isEqualTo(job.path("id"));
  }

  @Test
  void whatOnlyClientsEmbedIsReportedAndNotEnqueued() {
    define(Format.JSON, PLANE);
    int others = itemsOfOthers();
    client.batch(store(put("a", null)));

    JsonNode job = done(send("POST", INDEX + "/repair"));

    assertThat(job.path("state").asText()).isEqualTo("done");
    assertThat(job.path("code").asText()).isEqualTo("not-indexed");
    assertThat(job.path("enqueued").asInt()).isZero();
    assertThat(job.at("/result/stale").asInt()).isEqualTo(others + 1);
    assertThat(job.at("/result/waiting").asInt()).isZero();
  }

  @Test
  void wordsAreIndexedAnewByARebuild() {
    define(Format.JSON, PLANE);
    client.batch(store(put("runs", null)));
    Map<String, Object> words =
        Map.of("embedded_by", "nobody", "fields", List.of("text"), "language", "english");

    JsonNode job = done(client.post(INDEX + "/rebuild", words));

    assertThat(job.path("state").asText()).isEqualTo("done");
    assertThat(job.path("enqueued").asInt()).isPositive();
    JsonNode found =
        client.batch(store(search(place, "query", "running", "mode", "text"))).result();
    assertThat(found.at("/results/0").findValuesAsText("key")).containsExactly("runs");
  }

  @Test
  void jobsNeedAnIndexAndAreFoundByTheirNumber() {
    assertThat(send("POST", INDEX + "/check").code()).isEqualTo("not-indexed");
    assertThat(send("POST", INDEX + "/rebuild").code()).isEqualTo("not-indexed");
    assertThat(client.get(INDEX + "/jobs/999999").code()).isEqualTo("not-found");
    assertThat(client.get(INDEX + "/jobs/x").code()).isEqualTo("not-found");
    assertThat(send("DELETE", INDEX + "/jobs/999999").code()).isEqualTo("not-found");
  }

  @Test
  void aJobThatIsDoneStaysDoneWhenItIsCancelled() {
    define(Format.JSON, PLANE);
    JsonNode job = done(send("POST", INDEX + "/check"));

    Answer cancelled = send("DELETE", INDEX + "/jobs/" + job.path("id").asText());

    assertThat(cancelled.status()).isEqualTo(200);
    assertThat(cancelled.tree().path("state").asText()).isEqualTo("done");
  }
}
