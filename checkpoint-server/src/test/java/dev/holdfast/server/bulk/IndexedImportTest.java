package dev.holdfast.server.bulk;

import static dev.holdfast.server.bulk.Ndjsons.imported;
import static dev.holdfast.server.bulk.Ndjsons.line;
import static dev.holdfast.server.support.Client.fresh;
import static dev.holdfast.server.support.Store.search;
import static dev.holdfast.server.support.Store.store;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.server.support.Answer;
import dev.holdfast.server.support.Client;
import dev.holdfast.server.support.Codec;
import dev.holdfast.server.support.Store;
import dev.holdfast.server.support.TemporaryData;
import dev.holdfast.server.wire.Format;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Imports into a tenant that has an index. */
@QuarkusTest
@WithTestResource(TemporaryData.class)
class IndexedImportTest {

  private static final String INDEX = "/v1/store/index";

  private final Client client = Client.json();
  private final List<String> place = List.of(fresh("r"));

  private void define(Map<String, Object> definition) {
    Answer defined = client.send("PUT", INDEX, Codec.write(Format.JSON, definition));
    assertThat(defined.status()).isEqualTo(200);
  }

  @AfterEach
  void drop() {
    client.batch(store(Store.put(place, "k", null)));
    client.send("DELETE", INDEX, new byte[0]);
  }

  private void importText(Object... more) {
    JsonNode end =
        imported(fresh("import"), "", line(place, "k", Map.of("text", "green tea"), more));
    assertThat(end.path("stored").asInt()).isEqualTo(1);
  }

  private JsonNode counts() {
    return client.get(INDEX).tree();
  }

  @Test
  void whereClientsEmbedItIsStale() {
    long before = staleInAPlane();

    importText();

    assertThat(counts().path("stale").asLong()).isEqualTo(before + 1);
    assertThat(counts().path("failed").asInt()).isZero();
    assertThat(counts().path("waiting").asInt()).isZero();
  }

  private long staleInAPlane() {
    define(Map.of("embedded_by", "client", "dimensions", 2, "fields", List.of("text")));
    return counts().path("stale").asLong();
  }

  @Test
  void vectorsOfItsLinesAreFound() {
    staleInAPlane();

    importText("vectors", List.of(Map.of("path", "text", "vector", List.of(1, 0))));

    assertThat(
            client
                .batch(store(search(place, "vector", List.of(1, 0))))
                .result()
                .findValuesAsText("key"))
        .containsExactly("k");
  }

  @Test
  void whereNobodyEmbedsItIsFoundByItsWords() {
    define(Map.of("embedded_by", "nobody", "fields", List.of("text")));

    importText();

    assertThat(
            client
                .batch(store(search(place, "query", "tea", "mode", "text")))
                .result()
                .findValuesAsText("key"))
        .containsExactly("k");
  }
}
