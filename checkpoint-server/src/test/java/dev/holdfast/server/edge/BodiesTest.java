package dev.holdfast.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.support.RawConnection;
import dev.holdfast.server.wiring.Ids;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies of at most 1000 bytes, 2500 together. */
class BodiesTest {

  private static final String HEAD =
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String PART = "384\r\n" + "x".repeat(900) + "\r\n";
  private static final String END = "0\r\n\r\n";

  private final Vertx vertx = Vertx.vertx();
  private final BlockingQueue<String> ended = new LinkedBlockingQueue<>();
  private HttpServer server = vertx.createHttpServer();

  @BeforeEach
  void serve() throws Exception {
    var bodies = new Bodies(new Ids(), 1000, 2500);
    Router router = Router.router(vertx);
    router
        .route()
        .handler(
            context -> {
              context.addEndHandler(done -> ended.add("ended"));
              bodies.read(context);
            });
    router.route().handler(context -> context.end("" + context.body().buffer().length()));
    server =
        server
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private RawConnection sending(String text) throws IOException {
    var connection = new RawConnection(server.actualPort());
    connection.send(text);
    return connection;
  }

  @Test
  void aBodyWithinTheLimitGoesOn() throws IOException {
    try (var caller = sending(HEAD + PART + END)) {
      assertThat(caller.answer()).startsWith("HTTP/1.1 200").endsWith("900");
    }
  }

  @Test
  void aLargerOneIsRefused() throws IOException {
    try (var caller = sending(HEAD + PART + PART + END)) {
      assertThat(caller.answer()).startsWith("HTTP/1.1 413").contains("body_bytes", "1000");
    }
  }

  @Test
  @Timeout(60)
  void whoComesWhenTheMemoryIsFullIsToldToComeBackAndFindsItFree() throws Exception {
    try (var first = sending(HEAD + PART);
        var second = sending(HEAD + PART);
        var third = sending(HEAD + PART)) {
      assertThat(oneOf(first, second, third)).contains("overloaded", "Retry-After: 1");
    }
    for (int i = 0; i < 3; i++) {
      assertThat(ended.poll(30, TimeUnit.SECONDS)).isEqualTo("ended");
    }

    try (var later = sending(HEAD + PART + END)) {
      assertThat(later.answer()).startsWith("HTTP/1.1 200");
    }
  }

  /** Whoever comes last is refused: the three arrive in any order. */
  private static String oneOf(RawConnection... callers) throws IOException {
    while (true) {
      for (RawConnection caller : callers) {
        if (caller.hasAnswer()) {
          return caller.answer();
        }
      }
      Thread.onSpinWait();
    }
  }
}
