package dev.holdfast.server.http;

import static dev.holdfast.server.support.Client.fresh;
import static dev.holdfast.server.support.Sent.awaitDirect;
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
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Signals that are committed and then delivered, on a real Temporal server. */
@QuarkusTest
@WithTestResource(TemporaryData.class)
@WithTestResource(TemporalServer.class)
@EnabledIf(
    value = "dev.holdfast.server.support.TemporalServer#isThere",
    disabledReason = TemporalServer.MISSING)
class QueuedSignalsTest {

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

  private static JsonNode status(String id) {
    return Client.json().get("/v1/signals/" + id).tree();
  }

  @Test
  void aSignalIsCommittedThenDeliveredAndItsHandlerRuns() {
    flows.work();
    String flow = flows.start();

    String id = queue(note(flow, "a"));

    Await.until("delivered", () -> state(id));
    Await.until(List.of("a"), () -> flows.notes(flow));
    JsonNode status = status(id);
    assertThat(status.path("workflow_id").asText()).isEqualTo(flow);
    assertThat(status.path("namespace").asText()).isEqualTo("default");
    assertThat(status.path("signal").asText()).isEqualTo("note");
    assertThat(status.path("priority").asText()).isEqualTo("normal");
    assertThat(status.path("attempts").asInt()).isEqualTo(1);
    assertThat(Instant.parse(status.path("settled_at").asText()))
        .isAfterOrEqualTo(Instant.parse(status.path("accepted_at").asText()));
  }

  @Test
  void signalsOfAWorkflowKeepTheirOrder() {
    String flow = flows.start();
    List<String> wanted = IntStream.range(0, 60).mapToObj(i -> "\"" + i + "\"").toList();

    for (int i = 0; i < 30; i++) {
      queue(note(flow, "" + i));
    }
    List<Map<String, ?>> others = new ArrayList<>();
    for (int i = 30; i < 60; i++) {
      others.add(note(flow, "" + i));
    }
    Client.json().post("/v1/signals/batch", Map.of("signals", others));

    Await.until(wanted, () -> flows.firstArguments(flow));
  }

  @Test
  void eachSignalOfABatchIsAnsweredForItself() {
    String flow = flows.start();

    Answer answer =
        Client.json()
            .post(
                "/v1/signals/batch",
                Map.of(
                    "signals",
                    List.of(
                        note(flow, "a"),
                        note(flow, "b", "namespace", "other"),
                        critical(flow, "c"),
                        critical(fresh("unknown"), "d"))));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.result(0).path("state").asText()).isEqualTo("queued");
    assertThat(answer.result(1).at("/problem/code").asText()).isEqualTo("namespace-refused");
    assertThat(answer.result(2).path("state").asText()).isEqualTo("delivered");
    assertThat(answer.result(3).at("/problem/code").asText()).isEqualTo("workflow-not-found");
    assertThat(answer.result(1).at("/problem/pointer").asText()).isEqualTo("/signals/1");
    assertThat(answer.result(3).at("/problem/pointer").asText()).isEqualTo("/signals/3");
    Await.until(2, () -> flows.signals(flow).size());
  }

  @Test
  void aRepeatIsToldWhatBecameOfTheFirst() {
    String flow = flows.start();
    String far = Instant.now().plusSeconds(600).toString();
    var signal = note(flow, "a", "idempotency_key", "k", "deliver_not_before", far);

    String id = queue(signal);

    assertThat(queue(signal)).isEqualTo(id);
    assertThat(send(note(flow, "b", "idempotency_key", "k")).code()).isEqualTo("signal-key-reused");
  }

  @Test
  void signalsAreListedNewestFirstAndInPages() {
    String flow = fresh("listed");
    String far = Instant.now().plusSeconds(600).toString();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(0, queue(note(flow, "" + i, "deliver_not_before", far)));
    }
    Client.json().send("POST", "/v1/signals/" + ids.get(0) + "/cancel", new byte[0]);
    String path = "/v1/signals?namespace=default&workflow_id=" + flow;

    Answer first = Client.json().get(path + "&limit=3");
    String cursor = first.tree().path("cursor").asText();
    Answer rest = Client.json().get(path + "&limit=3&cursor=" + cursor);

    assertThat(ids(first)).isEqualTo(ids.subList(0, 3));
    assertThat(ids(rest)).isEqualTo(ids.subList(3, 5));
    assertThat(rest.tree().path("cursor").isNull()).isTrue();
    assertThat(ids(Client.json().get(path + "&state=cancelled"))).isEqualTo(ids.subList(0, 1));
    assertThat(ids(Client.json().get(path + "&state=queued"))).isEqualTo(ids.subList(1, 5));
    assertThat(ids(Client.json().get("/v1/signals?namespace=absent&workflow_id=" + flow)))
        .isEmpty();
  }

  private static List<String> ids(Answer page) {
    return page.tree().path("signals").findValuesAsText("id");
  }

  @Test
  void aSignalIsTakenBackWhileItWaitsAndNotLater() {
    String flow = flows.start();
    String waiting =
        queue(note(flow, "a", "deliver_not_before", Instant.now().plusSeconds(600).toString()));
    String gone = queue(note(flow, "b"));
    Await.until("delivered", () -> state(gone));

    Answer first = cancel(waiting);
    Answer again = cancel(waiting);
    Answer late = cancel(gone);

    assertThat(first.status()).isEqualTo(200);
    assertThat(first.tree().path("state").asText()).isEqualTo("cancelled");
    assertThat(again.status()).isEqualTo(200);
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.code()).isEqualTo("signal-formed");
    assertThat(cancel("999999999999").code()).isEqualTo("signal-not-found");
    assertThat(Client.json().get("/v1/signals/999999999999").code()).isEqualTo("signal-not-found");
    assertThat(flows.firstArguments(flow)).containsExactly("\"b\"");
  }

  private static Answer cancel(String id) {
    return Client.json().send("POST", "/v1/signals/" + id + "/cancel", new byte[0]);
  }

  @Test
  void aSignalComesNoSoonerThanItMay() {
    String flow = flows.start();
    Instant moment = Instant.now().plusSeconds(20);
    String later = queue(note(flow, "later", "deliver_not_before", moment.toString()));
    String now = queue(note(flow, "now"));

    Await.until("delivered", () -> state(now));
    assertThat(state(later)).isEqualTo("queued");
    Await.until("delivered", () -> state(later));

    assertThat(Instant.parse(status(later).path("settled_at").asText())).isAfter(moment);
    assertThat(flows.firstArguments(flow)).containsExactly("\"now\"", "\"later\"");
  }

  @Test
  void withGraceAWorkflowMayStartLater() {
    String flow = fresh("late");
    String id = queue(note(flow, "a", "grace_ms", 60_000));
    Instant late = Instant.now().plusSeconds(2);
    Await.until(true, () -> Instant.now().isAfter(late));

    assertThat(state(id)).isIn("queued", "formed");
    flows.start(flow);

    Await.until("delivered", () -> state(id));
  }
}
