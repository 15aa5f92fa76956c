package dev.holdfast.server.http;

import static dev.holdfast.server.support.Sent.critical;
import static dev.holdfast.server.support.Sent.note;
import static dev.holdfast.server.support.Sent.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.support.Answer;
import dev.holdfast.server.support.Await;
import dev.holdfast.server.support.Flows;
import dev.holdfast.server.support.Postmaster;
import dev.holdfast.server.support.TemporalServer;
import dev.holdfast.server.support.TemporaryData;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A server of its own, whose Postgres is killed, and then its Temporal. */
@QuarkusTest
@TestProfile(PostgresAwayTest.OfItsOwn.class)
@WithTestResource(TemporaryData.class)
@EnabledIf(
    value = "dev.holdfast.server.support.TemporalServer#isThere",
    disabledReason = TemporalServer.MISSING)
class PostgresAwayTest {

  /** Temporal is where nobody listens yet. */
  public static final class OfItsOwn implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      return TemporalServer.away(Duration.ofSeconds(5));
    }
  }

  @TempDir Path directory;

  @ConfigProperty(name = TemporaryData.KEY)
  String data;

  @Test
  void criticalSignalsNeedNoPostgresAndWhatNobodyKnowsIsToldSo() throws Exception {
    try (var temporal = TemporalServer.begin(directory);
        var flows = new Flows(TemporalServer.target())) {
      String flow = flows.start();
      Await.until(200, () -> send(critical(flow, "before")).status());

      Postmaster.kill(Path.of(data));
      Answer straight = send(critical(flow, "without"));
      Answer keyed = send(critical(flow, "keyed", "idempotency_key", "k"));
      Answer repeated = send(critical(flow, "keyed", "idempotency_key", "k"));
      Answer queued = send(note(flow, "queued"));

      for (Answer answer : List.of(straight, keyed, repeated)) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.tree().path("state").asText()).isEqualTo("delivered");
      }
      assertThat(repeated.tree().path("repeated").asBoolean()).isTrue();
      assertThat(queued.status()).isEqualTo(503);
      assertThat(queued.code()).isEqualTo("unavailable");
      // What was queued while Temporal began may arrive at any time
      assertThat(flows.firstArguments(flow))
          .filteredOn(text -> !text.equals("\"before\""))
          .containsExactly("\"without\"", "\"keyed\"");

      temporal.kill();
      Answer unknown = send(critical(flow, "unknown"));

      assertThat(unknown.status()).isEqualTo(503);
      assertThat(unknown.code()).isEqualTo("outcome-unknown");
    }
  }
}
