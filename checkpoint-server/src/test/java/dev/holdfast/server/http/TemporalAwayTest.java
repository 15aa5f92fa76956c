package dev.holdfast.server.http;

import static dev.holdfast.server.support.Sent.critical;
import static dev.holdfast.server.support.Sent.note;
import static dev.holdfast.server.support.Sent.queue;
import static dev.holdfast.server.support.Sent.send;
import static dev.holdfast.server.support.Sent.state;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.server.support.Answer;
import dev.holdfast.server.support.Await;
import dev.holdfast.server.support.Client;
import dev.holdfast.server.support.Flows;
import dev.holdfast.server.support.TemporalServer;
import dev.holdfast.server.support.TemporaryData;
import dev.holdfast.testkit.temporal.TemporalCli;
import dev.holdfast.testkit.temporal.TemporalDevServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A server of its own, whose Temporal is killed and comes back. */
@QuarkusTest
@TestProfile(TemporalAwayTest.OfItsOwn.class)
@WithTestResource(TemporaryData.class)
@EnabledIf(
    value = "dev.holdfast.server.support.TemporalServer#isThere",
    disabledReason = TemporalServer.MISSING)
class TemporalAwayTest {

  private static final long DEADLINE_MS = 300;
  private static final int CLOSED = 0;
  private static final int OPEN = 1;

  /** Temporal is where nobody listens yet; critical signals wait for it a moment only. */
  public static final class OfItsOwn implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          TemporalServer.KEY,
          "127.0.0.1:" + TemporalDevServer.unusedPort(),
          "holdfast.signals.critical-timeout",
          DEADLINE_MS + "ms");
    }
  }

  @TempDir Path directory;

  private static int breaker() {
    byte[] scrape = Client.json().with("Accept", "text/plain").get("/metrics").body();
    return new String(scrape, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith("holdfast_signals_breaker{namespace=\"default\""))
        .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .findFirst()
        .orElse(CLOSED);
  }

  private static JsonNode temporal() {
    Answer ready = Client.json().get("/q/health/ready");
    assertThat(ready.status()).isEqualTo(200);
    for (JsonNode check : ready.tree().path("checks")) {
      if (check.path("name").asText().equals("temporal")) {
        return check.path("data");
      }
    }
    throw new AssertionError("temporal");
  }

  private TemporalDevServer begin() {
    String target = TemporalServer.target();
    int port = Integer.parseInt(target.substring(target.lastIndexOf(':') + 1));
    Path cli = TemporalCli.find().orElseThrow();
    return TemporalDevServer.withFile(cli, directory.resolve("temporal.db"), port);
  }

  @Test
  void criticalSignalsAreQueuedWithinTheirDeadlineAndDeliveredWhenItIsBack() {
    try (var server = begin();
        var flows = new Flows(TemporalServer.target())) {
      String flow = flows.start();
      Await.until(200, () -> send(critical(flow, "before")).status());
      Await.until("answers", () -> temporal().path("state").asText());
      int before = flows.signals(flow).size();

      server.kill();
      assertThat(temporal().path("state").asText()).isEqualTo("away");
      long begun = System.nanoTime();
      String first = queue(critical(flow, "first", "idempotency_key", "k"));
      long tookMs = (System.nanoTime() - begun) / 1_000_000;
      String repeat = queue(critical(flow, "first", "idempotency_key", "k"));
      String second = queue(note(flow, "second"));

      assertThat(tookMs).isLessThan(DEADLINE_MS + 2000);
      assertThat(repeat).isEqualTo(first);
      // Enough calls fail for the breaker to open: from then on nobody waits for Temporal
      for (int i = 0; i < 40 && breaker() != OPEN; i++) {
        queue(critical(flow, "more"));
      }
      assertThat(breaker()).isEqualTo(OPEN);
      begun = System.nanoTime();
      queue(critical(flow, "at once"));
      assertThat((System.nanoTime() - begun) / 1_000_000).isLessThan(DEADLINE_MS);
      server.restart();
      Await.until("delivered", () -> state(first));
      Await.until("delivered", () -> state(second));
      Await.until(true, () -> flows.firstArguments(flow).contains("\"at once\""));
      List<String> arrived = flows.firstArguments(flow);
      assertThat(arrived.subList(before, arrived.size()))
          .contains("\"first\"", "\"second\"", "\"at once\"");
      Await.until(CLOSED, TemporalAwayTest::breaker);
    }
  }
}
