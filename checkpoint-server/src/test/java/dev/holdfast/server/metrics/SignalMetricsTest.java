package dev.holdfast.server.metrics;

import static dev.holdfast.server.support.Client.fresh;
import static dev.holdfast.server.support.Sent.awaitDirect;
import static dev.holdfast.server.support.Sent.critical;
import static dev.holdfast.server.support.Sent.note;
import static dev.holdfast.server.support.Sent.queue;
import static dev.holdfast.server.support.Sent.send;
import static dev.holdfast.server.support.Sent.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.support.Answer;
import dev.holdfast.server.support.Await;
import dev.holdfast.server.support.Client;
import dev.holdfast.server.support.Flows;
import dev.holdfast.server.support.TemporalServer;
import dev.holdfast.server.support.TemporaryData;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Metrics of signals on a real Temporal server, and what none of them shows. */
@QuarkusTest
@WithTestResource(TemporaryData.class)
@WithTestResource(TemporalServer.class)
@EnabledIf(
    value = "dev.holdfast.server.support.TemporalServer#isThere",
    disabledReason = TemporalServer.MISSING)
class SignalMetricsTest {

  private static final String SECRET = "moon-over-zanzibar";
  private static final Duration A_SCRAPE = Duration.ofMillis(250);

  private Flows flows;

  @BeforeEach
  void reach() {
    flows = new Flows(TemporalServer.target());
    awaitDirect(flows);
  }

  @AfterEach
  void leave() {
    flows.close();
  }

  private static String scrape() {
    byte[] metrics = Client.json().with("Accept", "text/plain").get("/metrics").body();
    return new String(metrics, StandardCharsets.UTF_8);
  }

  /** The sum of the lines that begin so. */
  private static double value(String beginning) {
    return scrape()
        .lines()
        .filter(line -> line.startsWith(beginning))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  /** The same, when what other tests left no longer changes it. */
  private static double settled(String beginning) {
    var last = new AtomicReference<>(value(beginning));
    return Await.holds(
        () -> {
          LockSupport.parkNanos(A_SCRAPE.toNanos());
          double now = value(beginning);
          return last.getAndSet(now) == now ? now : Double.NaN;
        },
        now -> !Double.isNaN(now),
        "nothing changes " + beginning);
  }

  @Test
  void answersAndDeliveriesAreMeasuredInBucketsAroundTwentyMilliseconds() {
    String flow = flows.start();
    double direct =
        settled("holdfast_signals_answer_seconds_count{priority=\"critical\",route=\"direct\"");
    double queued = settled("holdfast_signals_latency_seconds_count{priority=\"high\"");

    send(critical(flow, "a"));
    String id = queue(note(flow, "b", "priority", "high"));
    Await.until("delivered", () -> state(id));

    assertThat(
            value("holdfast_signals_answer_seconds_count{priority=\"critical\",route=\"direct\""))
        .isEqualTo(direct + 1);
    Await.until(
        queued + 1, () -> value("holdfast_signals_latency_seconds_count{priority=\"high\""));
    assertThat(scrape())
        .contains("priority=\"critical\",route=\"direct\",le=\"0.015\"")
        .contains("priority=\"critical\",route=\"direct\",le=\"0.02\"")
        .contains("priority=\"critical\",route=\"direct\",le=\"0.025\"")
        .contains("holdfast_signals_batch_size")
        .contains("holdfast_signals_call_seconds_count{outcome=\"delivered\"");
  }

  @Test
  void aNamespaceIsShownBeforeAnythingHappensToIt() {
    assertThat(scrape())
        .contains("holdfast_signals_breaker{namespace=\"absent\"")
        .contains("holdfast_signals_parked{namespace=\"absent\"");
  }

  @Test
  void whatWaitsIsCountedWithItsAge() {
    // So many that what other tests left cannot be taken for them
    int many = 200;
    String far = Instant.now().plusSeconds(600).toString();
    String flow = fresh("waiting");
    List<String> ids =
        IntStream.range(0, many)
            .mapToObj(i -> queue(note(flow, "a", "deliver_not_before", far)))
            .toList();

    Await.until(true, () -> value("holdfast_signals_waiting ") >= many);
    Await.until(true, () -> value("holdfast_signals_oldest_seconds ") >= 2);
    ids.forEach(id -> Client.json().send("POST", "/v1/signals/" + id + "/cancel", new byte[0]));

    Await.until(true, () -> value("holdfast_signals_waiting ") < many);
  }

  @Test
  void deadLettersAreCountedByReason() {
    String dead = "holdfast_signals_dead_letters_total{reason=\"workflow-not-found\"";
    double before = settled(dead);
    String id = queue(note(fresh("unknown"), "a"));

    Await.until("dead", () -> state(id));
    Await.until(before + 1, () -> value(dead));
  }

  @Test
  void whatExpiresIsCountedAmongTheDeadLetters() {
    String dead = "holdfast_signals_dead_letters_total{reason=\"expired\"";
    double before = settled(dead);
    String id = queue(note(flows.start(), "a", "expire_at", "2020-01-01T00:00:00Z"));

    Await.until("dead", () -> state(id));
    Await.until(before + 1, () -> value(dead));
  }

  @Test
  void wakeUpsAreCarriedByAChannelThatIsMeasured() {
    double sent = settled("holdfast_signals_bus_publish_seconds_count");
    double taken = settled("holdfast_signals_bus_lag_seconds_count");

    queue(note(flows.start(), "a"));

    assertThat(value("holdfast_signals_bus_publish_seconds_count")).isEqualTo(sent + 1);
    Await.until(taken + 1, () -> value("holdfast_signals_bus_lag_seconds_count"));
    assertThat(value("holdfast_signals_bus_lost_total")).isZero();
  }

  @Test
  void argumentsAndHeadersAreInNoAnswerLogOrMetric() {
    Queue<String> logged = new ConcurrentLinkedQueue<>();
    Handler listener = new Listener(logged);
    Logger root = LogManager.getLogManager().getLogger("");
    root.addHandler(listener);
    try {
      String flow = flows.start();
      String key = SECRET + "-key";
      List<Answer> answers =
          List.of(
              send(critical(flow, SECRET)),
              send(critical(fresh("unknown"), SECRET)),
              send(note(flow, SECRET, "idempotency_key", key)),
              send(note(flow, SECRET + "2", "idempotency_key", key)),
              send(note(flow, SECRET, "namespace", "absent")),
              send(note(flow, SECRET, "x", 1)),
              send(note(flow, SECRET, "headers", Map.of("h", SECRET))),
              send(note(flow, SECRET, "expire_at", "2020-01-01T00:00:00Z")));
      String dead = answers.get(7).tree().path("id").asText();
      Await.until("dead", () -> state(dead));

      for (Answer answer : answers) {
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).doesNotContain(SECRET);
      }
      assertThat(new String(Client.json().get("/v1/signals").body(), StandardCharsets.UTF_8))
          .doesNotContain(SECRET);
      assertThat(logged).noneMatch(line -> line.contains(SECRET));
      assertThat(scrape()).doesNotContain(SECRET);
    } finally {
      root.removeHandler(listener);
    }
  }

  /** Hears everything that is logged. */
  private static final class Listener extends Handler {

    private final Queue<String> heard;

    Listener(Queue<String> heard) {
      this.heard = heard;
    }

    @Override
    public void publish(LogRecord line) {
      heard.add(line.getMessage() + " " + line.getThrown());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
