package dev.holdfast.server.embedding;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.core.index.Vector;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Calls the endpoint once. What goes wrong is a {@link CallFailed}, which quotes nothing. */
final class EmbeddingCall {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int REQUEST_TIMEOUT = 408;
  private static final long MOST_SECONDS = 3600;

  /** A number in decimal, with what stands around it. */
  private static final int NUMBER_BYTES = 40;

  /** Around the numbers. */
  private static final int FRAME_BYTES = 1 << 16;

  private final Vertx vertx;
  private final HttpClient client;
  private final Endpoint endpoint;
  private final RequestOptions address;

  EmbeddingCall(Vertx vertx, Endpoint endpoint) {
    this.vertx = vertx;
    this.endpoint = endpoint;
    int millis = (int) endpoint.timeout().toMillis();
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setMaxPoolSize(endpoint.calls()).setConnectTimeout(millis));
    String url = endpoint.url().toString();
    this.address =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setAbsoluteURI((url.endsWith("/") ? url : url + "/") + "embeddings")
            .putHeader("Content-Type", "application/json")
            .putHeader("Accept", "application/json");
    if (endpoint.apiKey() != null) {
      address.putHeader("Authorization", "Bearer " + endpoint.apiKey());
    }
  }

  /** One vector for each text. */
  CompletionStage<List<Vector>> call(List<String> texts) {
    return client
        .request(address)
        .compose(request -> answer(request, texts))
        .recover(error -> Future.failedFuture(failed(error)))
        .toCompletionStage();
  }

  /** Whatever comes of it, the connection is not left waiting for longer than a call may take. */
  private Future<List<Vector>> answer(HttpClientRequest request, List<String> texts) {
    request.exceptionHandler(ended -> {});
    long over = vertx.setTimer(endpoint.timeout().toMillis(), timer -> request.reset());
    return request
        .send(Buffer.buffer(body(texts)))
        .compose(response -> read(request, response, texts.size()))
        .onComplete(done -> vertx.cancelTimer(over));
  }

  private byte[] body(List<String> texts) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("model", endpoint.model());
    body.put("input", texts);
    body.put("encoding_format", "float");
    if (endpoint.askDimensions()) {
      body.put("dimensions", endpoint.dimensions());
    }
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Future<List<Vector>> read(
      HttpClientRequest request, HttpClientResponse response, int texts) {
    int status = response.statusCode();
    response.exceptionHandler(ended -> {}); // what is reset is told by its future
    if (status != 200) {
      request.reset();
      return Future.failedFuture(refusal(status, response.getHeader("Retry-After")));
    }
    long most = FRAME_BYTES + (long) texts * (endpoint.dimensions() + 1) * NUMBER_BYTES;
    Buffer body = Buffer.buffer();
    response.handler(
        chunk -> {
          body.appendBuffer(chunk);
          if (body.length() > most) {
            request.reset();
          }
        });
    return response
        .end()
        .map(end -> EmbeddingAnswer.read(body.getBytes(), texts, endpoint.dimensions()));
  }

  private static CallFailed refusal(int status, @Nullable String retryAfter) {
    if (status == TOO_MANY_REQUESTS || status == REQUEST_TIMEOUT || status >= 500) {
      return CallFailed.passing(
          status == TOO_MANY_REQUESTS
              ? "the endpoint takes no more calls for now (429)"
              : "the endpoint does not work (" + status + ")",
          seconds(retryAfter));
    }
    return switch (status) {
      case 400, 413, 422 -> CallFailed.refused(status);
      default ->
          CallFailed.lasting("the endpoint refuses the server, or is another one (" + status + ")");
    };
  }

  /** Seconds are taken; a date is not, since whose clock is right nobody knows. */
  private static @Nullable Duration seconds(@Nullable String retryAfter) {
    try {
      return retryAfter == null
          ? null
          : Duration.ofSeconds(
              Math.max(0, Math.min(MOST_SECONDS, Long.parseLong(retryAfter.strip()))));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** The library's messages may name the URL with what it holds. */
  private static CallFailed failed(Throwable error) {
    return error instanceof CallFailed known
        ? known
        : CallFailed.passing("the endpoint cannot be reached, or does not answer in time");
  }

  void close() {
    var unused = client.close();
  }
}
