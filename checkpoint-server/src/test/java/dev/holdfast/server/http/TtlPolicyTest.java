package dev.holdfast.server.http;

import static dev.holdfast.server.support.Client.encoded;
import static dev.holdfast.server.support.Client.fresh;
import static dev.holdfast.server.support.Store.part;
import static dev.holdfast.server.support.Store.store;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.server.support.Answer;
import dev.holdfast.server.support.Client;
import dev.holdfast.server.support.Codec;
import dev.holdfast.server.support.TemporaryData;
import dev.holdfast.server.wire.Format;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A server that has items expire by itself, and reads that do not refresh. */
@QuarkusTest
@TestProfile(TtlPolicyTest.WithPolicy.class)
@WithTestResource(TemporaryData.class)
class TtlPolicyTest {

  private static final String EXPORT = "/v1/store/export?namespace=";

  private final String root = fresh("r");
  private final Client client = Client.json();

  /** Ninety minutes, counted from the put. */
  public static final class WithPolicy implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("holdfast.store.default-ttl", "90m", "holdfast.store.refresh-on-read", "false");
    }
  }

  private Map<String, @Nullable Object> item(String key) {
    Map<String, @Nullable Object> item = new HashMap<>();
    item.put("namespace", List.of(root));
    item.put("key", key);
    item.put("value", Map.of());
    return item;
  }

  private Map<String, @Nullable Object> item(String key, @Nullable Object ttl) {
    var item = item(key);
    item.put("ttl", ttl);
    return item;
  }

  private void put(Map<String, @Nullable Object> item) {
    Answer answer = client.send("PUT", "/store/items", Codec.write(Format.JSON, item));
    assertThat(answer.status()).isEqualTo(204);
  }

  private JsonNode exported(String key) {
    byte[] body = client.get(EXPORT + encoded(root)).body();
    return new String(body, StandardCharsets.UTF_8)
        .lines()
        .map(line -> Codec.read(Format.JSON, line.getBytes(StandardCharsets.UTF_8)))
        .filter(line -> line.path("key").asText().equals(key))
        .findFirst()
        .orElseThrow();
  }

  private String end(String key) {
    return exported(key).path("expires_at").asText();
  }

  @Test
  void aPutThatNamesNoTimeHasThePolicys() {
    put(item("absent"));
    put(item("null", null));
    put(item("own", 5));

    assertThat(exported("absent").path("ttl").asInt()).isEqualTo(90);
    assertThat(exported("null").has("ttl")).isFalse();
    assertThat(exported("own").path("ttl").asInt()).isEqualTo(5);
  }

  @Test
  void itIsSoInABatch() {
    List<String> place = List.of(root);
    client.batch(
        store(
            part("put", "namespace", place, "key", "absent", "value", Map.of()),
            part("put", "namespace", place, "key", "null", "value", Map.of(), "ttl", null),
            part("put", "namespace", place, "key", "own", "value", Map.of(), "ttl", 5)));

    assertThat(exported("absent").path("ttl").asInt()).isEqualTo(90);
    assertThat(exported("null").has("ttl")).isFalse();
    assertThat(exported("own").path("ttl").asInt()).isEqualTo(5);
  }

  @Test
  void whatIsImportedLivesAsItsLineSays() {
    byte[] line = Codec.write(Format.JSON, item("imported"));
    client.with("Content-Type", "application/x-ndjson").send("POST", "/v1/store/import", line);

    assertThat(exported("imported").has("ttl")).isFalse();
  }

  @Test
  void aReadThatDoesNotSayDoesAsThePolicyHasIt() {
    put(item("k"));
    String first = end("k");
    String get = "/store/items?key=k&namespace=" + encoded(root);
    Map<String, Object> search = Map.of("namespace_prefix", List.of(root));
    Map<String, @Nullable Object> batched =
        store(
            part("get", "namespace", List.of(root), "key", "k"),
            part("search", "namespace_prefix", List.of(root)));

    client.get(get);
    client.post("/store/items/search", search);
    client.batch(batched);
    String untouched = end("k");
    client.get(get + "&refresh_ttl=true");
    String refreshed = end("k");
    client.batch(store(part("get", "namespace", List.of(root), "key", "k", "refresh_ttl", true)));

    assertThat(untouched).isEqualTo(first);
    assertThat(refreshed).isGreaterThan(first);
    assertThat(end("k")).isGreaterThan(refreshed);
  }
}
