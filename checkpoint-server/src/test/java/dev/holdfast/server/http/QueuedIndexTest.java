package dev.holdfast.server.http;

import static dev.holdfast.server.support.Store.put;
import static dev.holdfast.server.support.Store.search;
import static dev.holdfast.server.support.Store.store;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import dev.holdfast.server.support.Answer;
import dev.holdfast.server.support.Await;
import dev.holdfast.server.support.Client;
import dev.holdfast.server.support.Embedding;
import dev.holdfast.server.support.FakeEmbeddingEndpoint;
import dev.holdfast.server.support.TemporaryData;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that stores first and embeds later. */
@QuarkusTest
@WithTestResource(TemporaryData.class)
@WithTestResource(value = Embedding.class, initArgs = @ResourceArg(name = "queued", value = "true"))
class QueuedIndexTest {

  private final Client client = Client.json();
  private final List<String> place = List.of(Client.fresh("user"));
  private final CountDownLatch hold = new CountDownLatch(1);

  @AfterEach
  void mend() {
    hold.countDown();
    Embedding.fake().always(FakeEmbeddingEndpoint::embed);
  }

  private Answer putText(String key, String text) {
    return client.batch(store(put(place, key, Map.of("text", text))));
  }

  private JsonNode searched(String query) {
    return client.batch(store(search(place, "query", query))).result();
  }

  /** Until nothing waits; the answers to queries may be a second old. */
  private JsonNode whenIndexed(String query, int items) {
    return Await.holds(
        () -> searched(query),
        found -> found.at("/results/0").size() == items && waiting(found) == 0,
        "everything is indexed");
  }

  private static int waiting(JsonNode found) {
    return found.at("/index/waiting").asInt(-1);
  }

  /** Embeds, but documents only when they are let go. */
  private void held(HttpExchange exchange, JsonNode request) throws IOException {
    try {
      if (request.at("/input/0").asText().startsWith("old")) {
        assertThat(hold.await(30, TimeUnit.SECONDS)).isTrue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    FakeEmbeddingEndpoint.embed(exchange, request);
  }

  @Test
  void aPutIsStoredAtOnceAndFoundLater() {
    Answer put = putText("k", "banana");

    assertThat(put.result().at("/results/0")).hasToString("{\"indexed\":false}");
    assertThat(client.batch(store(search(place))).result().findValuesAsText("key"))
        .containsExactly("k");
    assertThat(whenIndexed("banana", 1).at("/results/0/0/score").asDouble()).isGreaterThan(0.99);
  }

  @Test
  void anItemThatChangesWhileItIsEmbeddedNeverGetsTheOldVector() {
    Embedding.fake().always(this::held);
    putText("k", "old aaa");
    Await.holds(
        () -> Embedding.fake().requests.toString(),
        requests -> requests.contains("old aaa"),
        "the old text is on its way");
    putText("k", "new zzz");

    hold.countDown();
    whenIndexed("zzz", 1);

    assertThat(searched("new zzz").at("/results/0/0/score").asDouble()).isGreaterThan(0.99);
    assertThat(searched("old aaa").at("/results/0/0/score").asDouble()).isLessThan(0.9);
  }

  @Test
  void whatWaitsIsToldWithWhatAQueryFinds() {
    Embedding.fake().always((exchange, request) -> later(exchange, request));

    putText("k", "waits");

    JsonNode found = Await.holds(() -> searched("q"), one -> waiting(one) > 0, "it waits");
    assertThat(found.at("/results/0")).isEmpty();
    assertThat(found.at("/index/oldest_ms").isIntegralNumber()).isTrue();
    Embedding.fake().always(FakeEmbeddingEndpoint::embed);
    whenIndexed("waits", 1);
  }

  /** Fails for what was put, and works for queries. */
  private static void later(HttpExchange exchange, JsonNode request) throws IOException {
    if (request.at("/input/0").asText().equals("q")) {
      FakeEmbeddingEndpoint.embed(exchange, request);
    } else {
      FakeEmbeddingEndpoint.status(503, "").answer(exchange, request);
    }
  }

  @Test
  void aRebuildEmbedsEverythingAnew() {
    putText("a", "apple");
    putText("b", "pear");
    whenIndexed("apple", 2);
    long number = client.get("/v1/store/index").tree().path("number").asLong();

    Answer started = client.send("POST", "/v1/store/index/rebuild", new byte[0]);
    String job = "/v1/store/index/jobs/" + started.tree().path("id").asText();
    JsonNode done =
        Await.holds(
            () -> client.get(job).tree(),
            found -> found.path("state").asText().equals("done"),
            "the job is done");

    assertThat(started.status()).isEqualTo(202);
    assertThat(done.path("enqueued").asInt()).isGreaterThanOrEqualTo(2);
    assertThat(done.path("errors")).isEmpty();
    assertThat(done.at("/result/stale").asInt()).isZero();
    assertThat(client.get("/v1/store/index").tree().path("number").asLong()).isGreaterThan(number);
    assertThat(searched("apple").at("/results/0")).hasSize(2);
  }

  @Test
  void whatTheModelRefusesIsGivenUpAndListedAndRepaired() {
    Embedding.fake()
        .always(
            (exchange, request) -> {
              if (request.path("input").toString().contains("poison")) {
                FakeEmbeddingEndpoint.status(400, "poison").answer(exchange, request);
              } else {
                FakeEmbeddingEndpoint.embed(exchange, request);
              }
            });
    putText("bad", "poison");
    putText("good", "bread");
    Await.holds(
        () -> client.get("/v1/store/index").tree().path("failed").asInt(),
        failed -> failed == 1,
        "it was given up");
    assertThat(searched("bread").findValuesAsText("key")).contains("good");

    Embedding.fake().always(FakeEmbeddingEndpoint::embed);
    Answer started = client.send("POST", "/v1/store/index/repair", new byte[0]);

    assertThat(started.tree().path("kind").asText()).isEqualTo("repair");
    assertThat(whenIndexed("poison", 2).findValuesAsText("key")).contains("bad");
  }
}
