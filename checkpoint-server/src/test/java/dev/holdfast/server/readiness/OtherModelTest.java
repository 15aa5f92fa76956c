package dev.holdfast.server.readiness;

import dev.holdfast.server.support.Await;
import dev.holdfast.server.support.Client;
import dev.holdfast.server.support.Codec;
import dev.holdfast.server.support.Embedding;
import dev.holdfast.server.support.TemporaryData;
import dev.holdfast.server.wire.Format;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A server whose store has an index of another model than it is configured for. */
@QuarkusTest
@WithTestResource(TemporaryData.class)
@WithTestResource(Embedding.class)
class OtherModelTest {

  private static final String INDEX = "/v1/store/index";

  @Inject IndexUpkeep upkeep;

  private void whenHealthSays(String state) {
    upkeep.look();
    Await.holds(
        () -> Client.json().get("/q/health/ready").tree().path("checks").toString(),
        checks -> checks.contains("\"index\":\"" + state + "\""),
        "health says " + state);
  }

  private static int replaced() {
    var other = Map.of("embedded_by", "client", "model", "other", "dimensions", 2);
    Client.json().send("DELETE", INDEX, new byte[0]);
    return Client.json().send("PUT", INDEX, Codec.write(Format.JSON, other)).status();
  }

  @Test
  void healthSaysMismatchUntilTheIndexIsTheConfiguredOne() {
    // Given
    whenHealthSays("as-configured");
    // The upkeep may still be looking, and define in between what is configured.
    Await.holds(OtherModelTest::replaced, status -> status == 200, "the index is another one");

    // When, then
    whenHealthSays("mismatch");
    Await.until(200, () -> Client.json().get("/q/health/ready").status());
    Client.json().send("DELETE", INDEX, new byte[0]);
    whenHealthSays("as-configured");
  }
}
