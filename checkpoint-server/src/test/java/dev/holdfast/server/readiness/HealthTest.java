package dev.holdfast.server.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.server.support.Answer;
import dev.holdfast.server.support.Await;
import dev.holdfast.server.support.Client;
import dev.holdfast.server.support.TemporaryData;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(TemporaryData.class)
class HealthTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "/live", "/ready", "/started"})
  void aServerWithItsDatabaseIsWell(String check) {
    Answer answer =
        Await.holds(
            () -> Client.json().get("/q/health" + check),
            told -> told.status() == 200,
            "it is well");

    assertThat(answer.tree().path("status").asText()).isEqualTo("UP");
  }

  @Test
  void readinessTellsTheStateOfTheDatabase() {
    JsonNode checks = Client.json().get("/q/health/ready").tree().path("checks");

    JsonNode data = find(checks, "postgres").path("data");
    assertThat(checks.findValuesAsText("name"))
        .containsExactlyInAnyOrder("postgres", "search", "temporal");
    assertThat(data.path("state").asText()).isEqualTo("answers");
    assertThat(data.path("version").asText()).matches("\\d+\\.\\d+");
    assertThat(data.path("embedded").asBoolean()).isTrue();
    assertThat(data.path("pooler").asBoolean()).isFalse();
  }

  @Test
  void livenessAsksNothingButTheProcess() {
    assertThat(Client.json().get("/q/health/live").tree().path("checks").isEmpty()).isTrue();
  }

  @Test
  void readinessTellsHowTheStoreIsSearched() {
    JsonNode check = find(Client.json().get("/q/health/ready").tree().path("checks"), "search");

    assertThat(check.path("status").asText()).isEqualTo("UP");
    assertThat(check.at("/data/mode").asText()).isEqualTo("exact");
    assertThat(check.at("/data/reason").asText()).isEqualTo("the database has no pgvector");
    assertThat(check.at("/data/embedding").asText()).isEqualTo("none");
    assertThat(check.at("/data/index").asText()).isEqualTo("not-configured");
  }

  @Test
  void readinessTellsThatThereIsNoTemporal() {
    JsonNode check = find(Client.json().get("/q/health/ready").tree().path("checks"), "temporal");

    assertThat(check.path("status").asText()).isEqualTo("UP");
    assertThat(check.at("/data/state").asText()).isEqualTo("not-configured");
  }

  private static JsonNode find(JsonNode checks, String name) {
    for (JsonNode check : checks) {
      if (check.path("name").asText().equals(name)) {
        return check;
      }
    }
    throw new AssertionError(name);
  }
}
