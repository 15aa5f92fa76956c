package dev.holdfast.server.readiness;

import static dev.holdfast.server.support.Client.fresh;
import static dev.holdfast.server.support.Ops.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.support.Await;
import dev.holdfast.server.support.Client;
import dev.holdfast.server.support.TemporaryData;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** A server that takes less than its rehearsal asks for. */
@QuarkusTest
@TestProfile(FailedRehearsalTest.Narrow.class)
@WithTestResource(TemporaryData.class)
class FailedRehearsalTest {

  private static final String LOG = "quarkus.log.file.path";

  /** One row at a time. */
  public static final class Narrow implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      try {
        Path log = Files.createTempFile("holdfast-test", ".log");
        log.toFile().deleteOnExit();
        return Map.of(
            "holdfast.group-commit.max-backlog-rows",
            "1",
            "quarkus.log.file.enabled",
            "true",
            LOG,
            log.toString());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @ConfigProperty(name = LOG)
  String log;

  @Test
  void theServerIsReadyAndSaysSo() throws IOException {
    Await.until(200, () -> Client.json().get("/q/health/ready").status());
    Await.until(
        false, () -> Client.json().batch(put(fresh("narrow"), "1")).result().has("problem"));
    assertThat(Files.readString(Path.of(log)))
        .containsOnlyOnce("The rehearsal failed (overloaded); the server serves all the same");
  }
}
