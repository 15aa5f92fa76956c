package dev.holdfast.server.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.support.Answer;
import dev.holdfast.server.support.Client;
import dev.holdfast.server.support.TemporaryData;
import dev.holdfast.server.wire.Format;
import dev.holdfast.server.wire.SampleBatch;
import dev.holdfast.testkit.Await;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.http.HttpServerStart;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Inject;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(TemporaryData.class)
class FirstCallerTest {

  private static final int PATIENCE_SECONDS = 20;

  @Inject FirstCaller caller;
  @Inject Vertx vertx;

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  @Test
  void itAsksWhatTheServerIsAndReadsOnce() throws InterruptedException {
    // Given
    HttpServer server =
        Await.result(
            vertx
                .createHttpServer()
                .requestHandler(
                    request -> {
                      heard.add(request.method() + " " + request.path());
                      request.response().end("as is");
                    })
                .listen(0, "127.0.0.1")
                .toCompletionStage());

    // When
    caller.listening(new HttpServerStart(at(server.actualPort()).setHost("0.0.0.0")));

    // Then
    assertThat(heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("GET /v1");
    assertThat(heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("POST /v1/batch");
    Await.result(server.close().toCompletionStage());
  }

  @Test
  void whatItReadsIsAnsweredAndNobodyHasIt() {
    // When
    Answer answer = Client.json().send("POST", "/v1/batch", SampleBatch.read(Format.JSON));

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.tree().at("/results/0/tuple").isNull()).isTrue();
  }

  private static HttpServerOptions at(int port) {
    return new HttpServerOptions().setPort(port);
  }
}
