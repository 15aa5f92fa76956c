package dev.holdfast.server.http;

import static dev.holdfast.server.support.Client.fresh;
import static dev.holdfast.server.support.Sent.note;
import static dev.holdfast.server.support.Sent.queue;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.server.support.Await;
import dev.holdfast.server.support.Client;
import dev.holdfast.server.support.Flows;
import dev.holdfast.server.support.TemporalServer;
import dev.holdfast.server.support.TemporaryData;
import dev.holdfast.temporal.worker.HoldfastWorkerInterceptor;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** A new epoch, as a real worker with the interceptor sees it. */
@QuarkusTest
@TestProfile(EpochTest.InEnvelopes.class)
@WithTestResource(TemporaryData.class)
@WithTestResource(TemporalServer.class)
@EnabledIf(
    value = "dev.holdfast.server.support.TemporalServer#isThere",
    disabledReason = TemporalServer.MISSING)
class EpochTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Flows flows;

  /** Batches are one signal. */
  public static final class InEnvelopes implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("holdfast.signals.envelope", "default");
    }
  }

  @BeforeEach
  void work() {
    flows = new Flows(TemporalServer.target(), HoldfastWorkerInterceptor::new);
    flows.work();
  }

  @AfterEach
  void leave() {
    flows.close();
  }

  /** Who numbered each batch. */
  private List<String> sources(String flow) {
    return flows.firstArguments(flow).stream().map(EpochTest::source).toList();
  }

  private static String source(String manifest) {
    try {
      return JSON.readTree(manifest).path("source").asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aNewEpochNumbersWithAnotherSourceAndTheWorkerTakesIt() {
    String flow = flows.start(fresh("epoch"));
    flows.awaitWorker(flow); // who does not answer soon gets no envelopes
    queue(note(flow, "a"));
    Await.until(List.of("a"), () -> flows.notes(flow));
    queue(note(flow, "b"));
    Await.until(List.of("a", "b"), () -> flows.notes(flow));

    var answer = Client.json().send("POST", "/v1/signals/epoch", new byte[0]);
    queue(note(flow, "c"));
    Await.until(List.of("a", "b", "c"), () -> flows.notes(flow));

    assertThat(answer.status()).isEqualTo(204);
    List<String> sources = sources(flow);
    assertThat(sources).hasSize(3).doesNotContain("");
    assertThat(sources.get(1)).isEqualTo(sources.get(0));
    assertThat(sources.get(2)).isNotEqualTo(sources.get(0));
  }
}
