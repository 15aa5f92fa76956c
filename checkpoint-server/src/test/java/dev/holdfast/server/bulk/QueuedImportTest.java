package dev.holdfast.server.bulk;

import static dev.holdfast.server.bulk.Ndjsons.imported;
import static dev.holdfast.server.bulk.Ndjsons.line;
import static dev.holdfast.server.support.Client.fresh;
import static dev.holdfast.server.support.Store.search;
import static dev.holdfast.server.support.Store.store;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.server.support.Await;
import dev.holdfast.server.support.Client;
import dev.holdfast.server.support.Embedding;
import dev.holdfast.server.support.TemporaryData;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Imports into a tenant whose index is queued. */
@QuarkusTest
@WithTestResource(TemporaryData.class)
@WithTestResource(value = Embedding.class, initArgs = @ResourceArg(name = "queued", value = "true"))
class QueuedImportTest {

  private final List<String> place = List.of(fresh("r"));

  private void importText(String key, String text) {
    JsonNode end = imported(fresh("import"), "", line(place, key, Map.of("text", text)));
    assertThat(end.path("stored").asInt()).isEqualTo(1);
  }

  private JsonNode found(String query) {
    return Client.json().batch(store(search(place, "query", query))).result();
  }

  @Test
  void itIsFoundOnceTheQueueHasComeToIt() {
    importText("k", "banana");

    JsonNode found =
        Await.holds(
            () -> found("banana"), one -> one.at("/results/0").size() == 1, "it is indexed");
    assertThat(found.at("/results/0").findValuesAsText("key")).containsExactly("k");
  }
}
