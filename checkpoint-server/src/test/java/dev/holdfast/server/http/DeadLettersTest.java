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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Dead letters, on a real Temporal server. */
@QuarkusTest
@WithTestResource(TemporaryData.class)
@WithTestResource(TemporalServer.class)
@EnabledIf(
    value = "dev.holdfast.server.support.TemporalServer#isThere",
    disabledReason = TemporalServer.MISSING)
class DeadLettersTest {

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

  private static String dead(Map<String, ?> signal) {
    String id = queue(signal);
    Await.until("dead", () -> state(id));
    return id;
  }

  private static Answer redrive(String... ids) {
    return Client.json().post("/v1/signals/dead-letters/redrive", Map.of("ids", List.of(ids)));
  }

  private static Answer discard(String id) {
    return Client.json()
        .post("/v1/signals/dead-letters/discard", Map.of("ids", List.of(id), "reason", "too old"));
  }

  private static List<String> reasons(String flow, String query) {
    Answer page = Client.json().get("/v1/signals/dead-letters?workflow_id=" + flow + query);
    return page.tree().path("signals").findValuesAsText("reason");
  }

  @Test
  void whatHasNoWorkflowOrNamespaceOrTimeIsADeadLetterWithItsReason() {
    String flow = fresh("unknown");

    dead(note(flow, "a"));
    dead(note(flow, "b", "namespace", "absent"));
    dead(note(flow, "c", "expire_at", Instant.now().minusSeconds(1).toString()));

    assertThat(reasons(flow, ""))
        .containsExactlyInAnyOrder("expired", "namespace-not-found", "workflow-not-found");
    assertThat(reasons(flow, "&namespace=absent")).containsExactly("namespace-not-found");
    assertThat(reasons(flow, "&reason=expired")).containsExactly("expired");
  }

  @Test
  void aDeadLetterIsSentAgainUnderANewId() {
    String flow = fresh("redriven");
    String id = dead(note(flow, "a"));
    flows.start(flow);

    Answer answer = redrive(id, "999999999999");

    assertThat(answer.tree().path("ids")).hasSize(1);
    String again = answer.tree().path("ids").get(0).asText();
    assertThat(again).isNotEqualTo(id);
    Await.until("delivered", () -> state(again));
    assertThat(flows.firstArguments(flow)).containsExactly("\"a\"");
    assertThat(redrive(id).tree().path("ids")).isEmpty();
  }

  @Test
  void aDeadLetterIsGivenUpWithAReason() {
    String id = dead(note(fresh("unknown"), "a"));

    Answer answer = discard(id);

    assertThat(answer.tree().path("discarded").asInt()).isEqualTo(1);
    JsonNode status = Client.json().get("/v1/signals/" + id).tree();
    assertThat(status.path("state").asText()).isEqualTo("discarded");
    assertThat(status.path("note").asText()).isEqualTo("too old");
    assertThat(discard(id).tree().path("discarded").asInt(-1)).isZero();
  }

  @Test
  void thoseBehindADeadLetterPassUnlessItHoldsThem() {
    String passed = fresh("passed");
    String held = fresh("held");
    String holder = dead(note(held, "1", "on_dead_letter", "hold"));
    dead(note(passed, "1"));
    flows.start(passed);
    flows.start(held);

    String passing = queue(note(passed, "2"));
    String waiting = queue(note(held, "2"));
    Await.until("delivered", () -> state(passing));

    assertThat(state(waiting)).isEqualTo("queued");
    redrive(holder);
    Await.until("delivered", () -> state(waiting));
    assertThat(flows.firstArguments(held)).containsExactly("\"1\"", "\"2\"");
    assertThat(flows.firstArguments(passed)).containsExactly("\"2\"");
    assertThat(send(critical(held, "3")).status()).isEqualTo(200);
  }
}
