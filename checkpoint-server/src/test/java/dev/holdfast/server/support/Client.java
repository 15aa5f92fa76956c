package dev.holdfast.server.support;

import dev.holdfast.server.wire.Format;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.eclipse.microprofile.config.ConfigProvider;

/** Speaks to the server under test; what it answers is held against its document. */
public final class Client {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Random RANDOM = new Random();

  private final Format format;
  private final List<String> headers;

  private Client(Format format, List<String> headers) {
    this.format = format;
    this.headers = headers;
  }

  /** Sends and accepts {@code format}. */
  public static Client of(Format format) {
    return new Client(format, List.of());
  }

  /** Sends and accepts JSON. */
  public static Client json() {
    return of(Format.JSON);
  }

  /** The same with one more header. */
  public Client with(String name, String value) {
    List<String> more = new ArrayList<>(headers);
    more.add(name);
    more.add(value);
    return new Client(format, more);
  }

  /** An id that no other test has. */
  public static String fresh(String beginning) {
    return beginning + "-" + Long.toHexString(RANDOM.nextLong());
  }

  /** Percent-encoded for a path or a query. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The port of the server under test. */
  public static int port() {
    return ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
  }

  /** Runs operations as one batch. */
  @SafeVarargs
  @SuppressWarnings("varargs")
  public final Answer batch(Map<String, ?>... operations) {
    return post("/v1/batch", Map.of("operations", Arrays.asList(operations)));
  }

  /** Posts a value. */
  public Answer post(String path, Object value) {
    return send("POST", path, Codec.write(format, value));
  }

  /** Gets. */
  public Answer get(String path) {
    return send("GET", path, new byte[0]);
  }

  /** Sends bytes as they are, with a content type if there are any. */
  public Answer send(String method, String path, byte[] body) {
    URI uri = URI.create("http://localhost:" + port() + path);
    var request =
        HttpRequest.newBuilder(uri)
            .timeout(LIMIT)
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    if (!headers.contains("Accept")) {
      request.header("Accept", format.mediaType());
    }
    if (body.length > 0 && !headers.contains("Content-Type")) {
      request.header("Content-Type", format.mediaType());
    }
    if (!headers.isEmpty()) {
      request.headers(headers.toArray(String[]::new));
    }
    Answer answer = send(request.build());
    if (!method.equals("HEAD") && !method.equals("OPTIONS")) {
      Contract.check(method, uri, answer);
    }
    return answer;
  }

  private static Answer send(HttpRequest request) {
    try {
      var response = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
