package dev.holdfast.server.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.server.wire.Format;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Plays an OpenAI-compatible endpoint over real HTTP, since a real one does not fail when it is
 * asked to. Its vectors count letters, so texts of the same letters are near.
 */
public final class FakeEmbeddingEndpoint implements AutoCloseable {

  /** Dimensions of its vectors: one for each letter. */
  public static final int DIMENSIONS = 26;

  /** The name that it listens to. */
  public static final String MODEL = "letters";

  /** What it does with a request. */
  @FunctionalInterface
  public interface Behaviour {
    /** Answers, or does not. */
    void answer(HttpExchange exchange, JsonNode request) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Behaviour> next = new ConcurrentLinkedQueue<>();
  private volatile Behaviour usual = FakeEmbeddingEndpoint::embed;

  /** Bodies of the requests that came, in order. */
  public final List<JsonNode> requests = new CopyOnWriteArrayList<>();

  /** Their header {@code Authorization}. */
  public final List<String> keys = new CopyOnWriteArrayList<>();

  /** Listens on loopback. */
  public FakeEmbeddingEndpoint() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/v1/embeddings", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** What {@code /embeddings} is appended to. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
  }

  /** The next request is answered so, and those after it as before. */
  public void next(Behaviour behaviour) {
    next.add(behaviour);
  }

  /** From now on requests are answered so. */
  public void always(Behaviour behaviour) {
    usual = behaviour;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode request = Codec.read(Format.JSON, exchange.getRequestBody().readAllBytes());
      keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
      requests.add(request);
      Behaviour first = next.poll();
      (first == null ? usual : first).answer(exchange, request);
    }
  }

  /** Answers as it should. */
  public static void embed(HttpExchange exchange, JsonNode request) throws IOException {
    List<float[]> vectors = new ArrayList<>();
    request.path("input").forEach(text -> vectors.add(vector(text.asText())));
    answer(exchange, vectors);
  }

  /** Answers with these vectors. */
  public static void answer(HttpExchange exchange, List<float[]> vectors) throws IOException {
    List<Map<String, Object>> data = new ArrayList<>();
    // From the last to the first: an answer says whose each vector is
    for (int i = vectors.size() - 1; i >= 0; i--) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("object", "embedding");
      one.put("index", i);
      one.put("embedding", vectors.get(i));
      data.add(one);
    }
    send(exchange, 200, Codec.write(Format.JSON, Map.of("object", "list", "data", data)));
  }

  /** Answers with a status and any body. */
  public static Behaviour status(int status, String body) {
    return (exchange, request) -> send(exchange, status, body.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  /** How often each letter is in a text. */
  public static float[] vector(String text) {
    float[] counts = new float[DIMENSIONS];
    for (char c : text.toLowerCase(Locale.ROOT).toCharArray()) {
      if (c >= 'a' && c <= 'z') {
        counts[c - 'a']++;
      }
    }
    return counts;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
