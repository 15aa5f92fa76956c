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
import io.grpc.StatusRuntimeException;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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

  private static final Duration DEADLINE = Duration.ofSeconds(2);
  private static final int CLOSED = 0;
  private static final int OPEN = 1;

  /** Temporal is where nobody listens yet; critical signals wait for it a moment only. */
  public static final class OfItsOwn implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      var settings = new HashMap<>(TemporalServer.away(DEADLINE));
      settings.put("holdfast.signals.guard.open", "20s"); // as long as the test looks at it
      return settings;
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

  /** Whether the server is ready, and what it says of Temporal. */
  private static String ready() {
    Answer ready = Client.json().get("/q/health/ready");
    for (JsonNode check : ready.tree().path("checks")) {
      if (check.path("name").asText().equals("temporal")) {
        return ready.status() + " " + check.at("/data/state").asText();
      }
    }
    return ready.status() + " without Temporal";
  }

  /** First arguments of what has arrived; none while Temporal does not answer. */
  private static List<String> arrived(Flows flows, String flow) {
    try {
      return flows.firstArguments(flow);
    } catch (StatusRuntimeException notYet) {
      return List.of();
    }
  }

  /** Of a few: on a busy machine one or the other may take long for another reason. */
  private static Duration quickest(String flow, String text) {
    return IntStream.range(0, 5)
        .mapToObj(
            i -> {
              long begun = System.nanoTime();
              queue(critical(flow, text));
              return Duration.ofNanos(System.nanoTime() - begun);
            })
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  @Test
  void criticalSignalsAreQueuedWithinTheirDeadlineAndDeliveredWhenItIsBack() {
    try (var server = TemporalServer.begin(directory);
        var flows = new Flows(TemporalServer.target())) {
      String flow = flows.start();
      Await.until(200, () -> send(critical(flow, "before")).status());
      Await.until("200 answers", TemporalAwayTest::ready);

      server.kill();
      Await.until("200 away", TemporalAwayTest::ready);
      long begun = System.nanoTime();
      String first = queue(critical(flow, "first", "idempotency_key", "k"));
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      String repeat = queue(critical(flow, "first", "idempotency_key", "k"));
      String second = queue(note(flow, "second"));

      assertThat(took).isLessThan(DEADLINE.plusSeconds(15));
      assertThat(repeat).isEqualTo(first);
      // Enough calls fail for the breaker to open: from then on nobody waits for Temporal
      for (int i = 0; i < 40 && breaker() != OPEN; i++) {
        queue(critical(flow, "more"));
      }
      assertThat(breaker()).isEqualTo(OPEN);
      assertThat(quickest(flow, "at once")).isLessThan(DEADLINE);
      server.restart();
      Await.until("delivered", () -> state(first));
      Await.until("delivered", () -> state(second));
      List<String> wanted = List.of("\"first\"", "\"second\"", "\"at once\"");
      Await.until(true, () -> arrived(flows, flow).containsAll(wanted));
      Await.until(CLOSED, TemporalAwayTest::breaker);
    }
  }
}
