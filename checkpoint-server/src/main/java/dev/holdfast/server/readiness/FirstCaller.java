package dev.holdfast.server.readiness;

import dev.holdfast.server.config.HoldfastConfig;
import dev.holdfast.server.wire.Format;
import dev.holdfast.server.wire.SampleBatch;
import io.quarkus.vertx.http.HttpServerStart;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import org.jboss.logging.Logger;

/**
 * Calls the server as soon as it listens, so that no caller is the first: that one waits for
 * classes to be loaded. Reads a thread that nobody has; that one read is counted.
 */
@ApplicationScoped
class FirstCaller {

  private static final Logger LOG = Logger.getLogger(FirstCaller.class);

  private final Vertx vertx;
  private final HoldfastConfig config;

  FirstCaller(Vertx vertx, HoldfastConfig config) {
    this.vertx = vertx;
    this.config = config;
  }

  void listening(@ObservesAsync HttpServerStart started) {
    HttpServerOptions server = started.options();
    if (server.isSsl() || server.getPort() <= 0) {
      return; // it would have to trust itself; it does not know where it is
    }
    String host = server.getHost().equals("0.0.0.0") ? "127.0.0.1" : server.getHost();
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions().setDefaultHost(host).setDefaultPort(server.getPort()));
    call(client, HttpMethod.GET, "/v1", Buffer.buffer())
        .compose(
            answer ->
                call(
                    client,
                    HttpMethod.POST,
                    "/v1/batch",
                    Buffer.buffer(SampleBatch.read(Format.MSGPACK))))
        .onFailure(error -> LOG.debug("The server could not call itself", error))
        .eventually(() -> client.close());
  }

  private Future<Buffer> call(HttpClient client, HttpMethod method, String path, Buffer body) {
    return client
        .request(method, path)
        .compose(request -> send(request, body))
        .compose(answer -> answer.body());
  }

  private Future<HttpClientResponse> send(HttpClientRequest request, Buffer body) {
    request.putHeader("Content-Type", Format.MSGPACK.mediaType());
    request.putHeader("Accept", Format.MSGPACK.mediaType());
    config.apiKey().ifPresent(key -> request.putHeader("x-api-key", key));
    return request.send(body);
  }
}
