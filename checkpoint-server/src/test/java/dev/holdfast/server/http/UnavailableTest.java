package dev.holdfast.server.http;

import static dev.holdfast.server.support.Ops.getTuple;
import static dev.holdfast.server.support.Ops.put;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.server.support.Answer;
import dev.holdfast.server.support.Client;
import dev.holdfast.server.support.Postmaster;
import dev.holdfast.server.support.Store;
import dev.holdfast.server.support.TemporaryData;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server of its own, whose Postgres is killed. */
@QuarkusTest
@TestProfile(UnavailableTest.OfItsOwn.class)
@WithTestResource(TemporaryData.class)
class UnavailableTest {

  /** Nothing is different but the server. */
  public static final class OfItsOwn implements QuarkusTestProfile {}

  @ConfigProperty(name = TemporaryData.KEY)
  String directory;

  @BeforeEach
  void killPostgres() throws Exception {
    if (Files.exists(Path.of(directory, "postgres", "postmaster.pid"))) {
      Client.json().batch(put("before", "1"));
      Postmaster.kill(Path.of(directory));
    }
  }

  @Test
  void everyOperationSaysThatItIsUnavailableAndWhenToComeBack() {
    Answer answer =
        Client.json()
            .batch(
                put("away", "1"),
                getTuple("away"),
                Store.store(Store.get(List.of("away"), "k")),
                Store.store(Store.put(List.of("away"), "k", Map.of())));

    assertThat(answer.status()).isEqualTo(200);
    for (int i = 0; i < 4; i++) {
      JsonNode problem = answer.result(i).path("problem");
      assertThat(problem.path("code").asText()).isEqualTo("unavailable");
      assertThat(problem.path("retry").asText()).isEqualTo("after");
      assertThat(problem.path("retry_after_ms").asInt()).isPositive();
    }
  }

  @Test
  void everyResourceSaysSoToo() {
    for (String path :
        new String[] {
          "/v1/threads",
          "/v1/threads/a",
          "/v1/threads/a/checkpoints/latest",
          "/store/items?namespace=a&key=k"
        }) {
      Answer answer = Client.json().get(path);

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.code()).isEqualTo("unavailable");
      assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
    }
  }

  @Test
  void whatNeedsNoDatabaseStillAnswers() {
    assertThat(Client.json().get("/v1").status()).isEqualTo(200);
    assertThat(Client.json().get("/nope").status()).isEqualTo(404);
  }

  @Test
  void theServerLivesButIsNotReady() {
    Answer ready = Client.json().get("/q/health/ready");

    assertThat(ready.status()).isEqualTo(503);
    assertThat(ready.tree().path("checks"))
        .anySatisfy(
            check -> {
              assertThat(check.path("name").asText()).isEqualTo("postgres");
              assertThat(check.at("/data/state").asText()).isEqualTo("away");
            });
    assertThat(Client.json().get("/q/health/live").status()).isEqualTo(200);
  }
}
