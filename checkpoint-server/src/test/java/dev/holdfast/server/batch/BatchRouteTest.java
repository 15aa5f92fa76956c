package dev.holdfast.server.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.groupcommit.GroupObserver;
import dev.holdfast.core.spi.WriteObserver;
import dev.holdfast.core.store.StoreObserver;
import dev.holdfast.core.usecase.HistoryObserver;
import dev.holdfast.core.usecase.OperationObserver;
import dev.holdfast.server.config.HoldfastConfig;
import dev.holdfast.server.http.Problems;
import dev.holdfast.server.metrics.ValueBytes;
import dev.holdfast.server.wiring.Holdfast;
import dev.holdfast.server.wiring.Ids;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every batch is answered, also one that comes before the server is open. */
class BatchRouteTest {

  private static final int LARGE = 400_000;

  private final Vertx vertx = Vertx.vertx();

  @SuppressWarnings("NullAway.Init")
  private HttpServer server;

  @BeforeEach
  void listen() throws ExecutionException, InterruptedException {
    var ids = new Ids();
    var router = Router.router(vertx);
    router.route().handler(BodyHandler.create());
    var values = new ValueBytes(new SimpleMeterRegistry());
    new BatchRoute(starting(), signal -> Duration.ZERO, ids, new Problems(ids), values)
        .install(router);
    server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get();
  }

  private static Holdfast starting() {
    HoldfastConfig config =
        new SmallRyeConfigBuilder()
            .withConverter(Duration.class, 200, new DurationConverter())
            .withMapping(HoldfastConfig.class)
            .build()
            .getConfigMapping(HoldfastConfig.class);
    return new Holdfast(
        config,
        GroupObserver.SILENT,
        OperationObserver.SILENT,
        WriteObserver.SILENT,
        HistoryObserver.SILENT,
        StoreObserver.SILENT);
  }

  @AfterEach
  void close() throws ExecutionException, InterruptedException {
    vertx.close().toCompletionStage().toCompletableFuture().get();
  }

  @Test
  void aSmallBatchIsToldToComeBack() throws IOException, InterruptedException {
    assertThat(post(1)).isEqualTo(503);
  }

  @Test
  void aLargeBatchIsToldToComeBack() throws IOException, InterruptedException {
    assertThat(post(LARGE)).isEqualTo(503);
  }

  private int post(int size) throws IOException, InterruptedException {
    String body =
        """
        {"operations": [{"op": "put_writes", "thread_id": "t", "checkpoint_id": "c", "task_id": "k",
         "sequence": 1, "writes": [{"channel": "a", "type": "x", "bytes": "%s"}]}]}"""
            .formatted("AAAA".repeat(size / 4));
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.actualPort() + BatchRoute.PATH))
            .timeout(Duration.ofSeconds(10))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
