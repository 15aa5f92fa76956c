package dev.holdfast.server.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.index.Vector;
import dev.holdfast.server.support.FakeEmbeddingEndpoint;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OpenAiEmbedderTest {

  private static final String KEY = "sk-very-secret";
  private static final String TEXT = "what a user said";
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Vertx vertx = Vertx.vertx();
  private final FakeEmbeddingEndpoint fake = new FakeEmbeddingEndpoint();
  private final List<String> circuit = new CopyOnWriteArrayList<>();
  private final EmbeddingObserver observer =
      new EmbeddingObserver() {
        @Override
        public Call called(int texts) {
          return code -> {};
        }

        @Override
        public void circuit(String state) {
          circuit.add(state);
        }
      };

  private Endpoint endpoint(int retries) {
    return endpoint(retries, LIMIT);
  }

  private Endpoint endpoint(int retries, Duration timeout) {
    return new Endpoint(
        fake.url(),
        FakeEmbeddingEndpoint.MODEL,
        FakeEmbeddingEndpoint.DIMENSIONS,
        false,
        KEY,
        timeout,
        retries,
        4,
        3,
        20,
        LIMIT);
  }

  private OpenAiEmbedder embedder(int retries) {
    return new OpenAiEmbedder(vertx, endpoint(retries), observer);
  }

  @AfterEach
  void close() throws Exception {
    fake.close();
    vertx.close().toCompletionStage().toCompletableFuture().get();
  }

  private static List<Vector> vectors(OpenAiEmbedder embedder, String... texts) {
    return embedder
        .embed(List.of(texts))
        .toCompletableFuture()
        .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  private static Failure failure(OpenAiEmbedder embedder, String... texts) {
    try {
      vectors(embedder, texts);
    } catch (CompletionException e) {
      assertThat(e.getCause()).isInstanceOf(Failure.class);
      return (Failure) e.getCause();
    }
    throw new AssertionError("it did not fail");
  }

  private static Vector vector(String text) {
    return new Vector(FakeEmbeddingEndpoint.vector(text));
  }

  @Test
  void eachTextGetsItsVector() {
    assertThat(vectors(embedder(0), "abc", "äöü: z")).containsExactly(vector("abc"), vector("z"));

    assertThat(fake.requests.get(0).path("model").asText()).isEqualTo(FakeEmbeddingEndpoint.MODEL);
    assertThat(fake.requests.get(0).has("dimensions")).isFalse();
    assertThat(fake.keys).containsExactly("Bearer " + KEY);
  }

  @Test
  void textsGoInBatchesOfSoManyAndSoLarge() {
    String longer = "x".repeat(30);

    assertThat(vectors(embedder(0), "a", "b", "c", "d", longer, "e", "f".repeat(20)))
        .containsExactly(
            vector("a"),
            vector("b"),
            vector("c"),
            vector("d"),
            vector(longer),
            vector("e"),
            vector("f".repeat(20)));

    assertThat(fake.requests)
        .extracting(request -> request.path("input").size())
        .containsExactlyInAnyOrder(3, 1, 1, 1, 1);
  }

  @Test
  void dimensionsAreAskedForWhereTheModelTakesThem() {
    Endpoint usual = endpoint(0);
    var asking =
        new Endpoint(
            usual.url(),
            usual.model(),
            usual.dimensions(),
            true,
            null,
            usual.timeout(),
            0,
            1,
            1,
            1,
            usual.open());

    vectors(new OpenAiEmbedder(vertx, asking, observer), "a");

    assertThat(fake.requests.get(0).path("dimensions").asInt())
        .isEqualTo(FakeEmbeddingEndpoint.DIMENSIONS);
    assertThat(fake.keys).containsExactly("null");
  }

  static Stream<Arguments> passing() {
    return Stream.of(
        Arguments.of("429", FakeEmbeddingEndpoint.status(429, "slow down")),
        Arguments.of("500", FakeEmbeddingEndpoint.status(500, "{}")),
        Arguments.of("503", FakeEmbeddingEndpoint.status(503, "")),
        Arguments.of("garbage", FakeEmbeddingEndpoint.status(200, "<html>" + TEXT)),
        Arguments.of("nothing", FakeEmbeddingEndpoint.status(200, "")),
        Arguments.of("no data", FakeEmbeddingEndpoint.status(200, "{\"data\": 3}")),
        Arguments.of("too few", behaviour((exchange, request) -> answer(exchange, 0))),
        Arguments.of("too many", behaviour((exchange, request) -> answer(exchange, 2))),
        Arguments.of(
            "not finite",
            FakeEmbeddingEndpoint.status(200, "{\"data\": [{\"embedding\": [" + nulls() + "]}]}")),
        Arguments.of("cut", behaviour(OpenAiEmbedderTest::cut)),
        Arguments.of("closed", behaviour((exchange, request) -> exchange.close())));
  }

  private static FakeEmbeddingEndpoint.Behaviour behaviour(
      FakeEmbeddingEndpoint.Behaviour behaviour) {
    return behaviour;
  }

  private static void answer(com.sun.net.httpserver.HttpExchange exchange, int vectors)
      throws java.io.IOException {
    FakeEmbeddingEndpoint.answer(
        exchange, Collections.nCopies(vectors, FakeEmbeddingEndpoint.vector("a")));
  }

  private static String nulls() {
    return String.join(",", Collections.nCopies(FakeEmbeddingEndpoint.DIMENSIONS, "null"));
  }

  /** Promises more than it sends. */
  private static void cut(
      com.sun.net.httpserver.HttpExchange exchange, com.fasterxml.jackson.databind.JsonNode request)
      throws java.io.IOException {
    exchange.sendResponseHeaders(200, 1000);
    exchange.getResponseBody().write('{');
    exchange.getResponseBody().flush();
    exchange.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("passing")
  void whatMayPassIsTriedAgain(String name, FakeEmbeddingEndpoint.Behaviour fault) {
    fake.next(fault);
    fake.next(fault);

    assertThat(vectors(embedder(2), TEXT)).containsExactly(vector(TEXT));
    assertThat(fake.requests).hasSize(3);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("passing")
  void whatDoesNotPassIsUnavailableAndQuotesNothing(
      String name, FakeEmbeddingEndpoint.Behaviour fault) {
    fake.always(fault);

    Failure failure = failure(embedder(1), TEXT);

    assertThat(failure.code()).isEqualTo(Code.EMBEDDING_UNAVAILABLE);
    assertThat(failure.getMessage()).doesNotContain(TEXT, KEY, "127.0.0.1");
    assertThat(fake.requests).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"400", "413", "422"})
  void whatTheModelRefusesIsNotTriedAgain(int status) {
    fake.always(FakeEmbeddingEndpoint.status(status, "{\"error\": \"" + TEXT + "\"}"));

    Failure failure = failure(embedder(3), TEXT);

    assertThat(failure.code()).isEqualTo(Code.EMBEDDING_REFUSED);
    assertThat(failure.getMessage()).contains("" + status).doesNotContain(TEXT);
    assertThat(fake.requests).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"401", "403", "404", "302"})
  void whatAnOperatorMustMendIsUnavailableAtOnce(int status) {
    fake.always(FakeEmbeddingEndpoint.status(status, ""));

    assertThat(failure(embedder(3), TEXT).code()).isEqualTo(Code.EMBEDDING_UNAVAILABLE);
    assertThat(fake.requests).hasSize(1);
  }

  @Test
  void aVectorOfOtherDimensionsSaysSo() {
    fake.always(
        (exchange, request) -> FakeEmbeddingEndpoint.answer(exchange, List.of(new float[] {1, 2})));

    Failure failure = failure(embedder(3), TEXT);

    assertThat(failure.code()).isEqualTo(Code.EMBEDDING_UNAVAILABLE);
    assertThat(failure.getMessage()).contains("2 dimensions", "26");
    assertThat(fake.requests).hasSize(1);
  }

  @Test
  void anEndpointThatAsksForPatienceGetsIt() {
    fake.next(
        (exchange, request) -> {
          exchange.getResponseHeaders().add("Retry-After", "1");
          FakeEmbeddingEndpoint.status(429, "").answer(exchange, request);
        });

    long begun = System.nanoTime();
    vectors(embedder(1), TEXT);

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(1));
  }

  @Test
  void anEndpointThatAsksForMoreIsNotWaitedFor() {
    fake.always(
        (exchange, request) -> {
          exchange.getResponseHeaders().add("Retry-After", "30");
          FakeEmbeddingEndpoint.status(429, "").answer(exchange, request);
        });

    Failure failure = failure(embedder(3), TEXT);

    assertThat(((Failure.RetryLater) failure).after()).isEqualTo(Duration.ofSeconds(30));
    assertThat(fake.requests).hasSize(1);
  }

  private OpenAiEmbedder impatient() {
    return new OpenAiEmbedder(vertx, endpoint(0, Duration.ofMillis(500)), observer);
  }

  @Test
  void aSlowAnswerIsNotWaitedFor() {
    var hold = new CountDownLatch(1);
    fake.always(
        (exchange, request) -> {
          while (!await(hold)) {
            assertThat(exchange.getResponseCode()).isNegative();
          }
          FakeEmbeddingEndpoint.embed(exchange, request);
        });

    long begun = System.nanoTime();
    Failure failure = failure(impatient(), TEXT);
    hold.countDown();

    assertThat(failure.code()).isEqualTo(Code.EMBEDDING_UNAVAILABLE);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LIMIT);
  }

  @Test
  void anAnswerThatDripsIsNotWaitedFor() {
    var hold = new CountDownLatch(1);
    fake.always(
        (exchange, request) -> {
          exchange.sendResponseHeaders(200, 0);
          do {
            exchange.getResponseBody().write(' ');
            exchange.getResponseBody().flush();
          } while (!await(hold));
        });

    long begun = System.nanoTime();
    Failure failure = failure(impatient(), TEXT);
    hold.countDown();

    assertThat(failure.code()).isEqualTo(Code.EMBEDDING_UNAVAILABLE);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LIMIT);
  }

  /** Waits a little; whether the wait is over. */
  private static boolean await(CountDownLatch hold) {
    try {
      return hold.await(100, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Test
  void nobodyThereIsUnavailable() {
    OpenAiEmbedder embedder = embedder(0);
    fake.close();

    assertThat(failure(embedder, TEXT).code()).isEqualTo(Code.EMBEDDING_UNAVAILABLE);
  }

  @Test
  void anEndpointThatDoesNotWorkIsLeftInPeace() {
    OpenAiEmbedder embedder = embedder(0);
    fake.always(FakeEmbeddingEndpoint.status(500, ""));
    for (int i = 0; i < Endpoint.WINDOW; i++) {
      failure(embedder, TEXT);
    }
    fake.always(FakeEmbeddingEndpoint::embed);

    Failure spared = failure(embedder, TEXT);

    assertThat(spared.code()).isEqualTo(Code.EMBEDDING_UNAVAILABLE);
    assertThat(((Failure.RetryLater) spared).after()).isEqualTo(LIMIT);
    assertThat(fake.requests).hasSize(Endpoint.WINDOW);
    assertThat(circuit).containsExactly("OPEN");
  }

  @Test
  void refusedTextsDoNotBreakTheCircuit() {
    OpenAiEmbedder embedder = embedder(0);
    fake.always(FakeEmbeddingEndpoint.status(400, ""));
    for (int i = 0; i < 2 * Endpoint.WINDOW; i++) {
      failure(embedder, TEXT);
    }

    assertThat(fake.requests).hasSize(2 * Endpoint.WINDOW);
    assertThat(circuit).isEmpty();
  }

  @Test
  void anEndpointDoesNotTellItsKey() {
    assertThat(endpoint(0).toString()).doesNotContain(KEY);
  }
}
