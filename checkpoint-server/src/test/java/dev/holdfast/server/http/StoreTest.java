package dev.holdfast.server.http;

import static dev.holdfast.server.support.Client.encoded;
import static dev.holdfast.server.support.Client.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.server.support.Answer;
import dev.holdfast.server.support.Client;
import dev.holdfast.server.support.Codec;
import dev.holdfast.server.support.TemporaryData;
import dev.holdfast.server.wire.Format;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The endpoints of LangGraph's SDK, against Postgres. */
@QuarkusTest
@WithTestResource(TemporaryData.class)
class StoreTest {

  private static final String ITEMS = "/store/items";

  private final String root = fresh("user ü");
  private final List<String> place = List.of(root, "facts");

  private static Answer send(Format format, String method, Map<String, ?> body) {
    return Client.of(format).send(method, ITEMS, Codec.write(format, body));
  }

  private Map<String, Object> item(String key) {
    return Map.of(
        "namespace", place, "key", key, "value", Map.of("a", 1), "index", false, "ttl", 5);
  }

  private String address(String key) {
    return ITEMS + "?namespace=" + encoded(String.join(".", place)) + "&key=" + encoded(key);
  }

  @ParameterizedTest
  @EnumSource
  void anItemIsPutReadAndDeleted(Format format) {
    var client = Client.of(format);
    String key = "k/ü?&=+ .";

    Answer put = send(format, "PUT", item(key));
    Answer found = client.get(address(key) + "&refresh_ttl=true");
    Answer deleted = send(format, "DELETE", Map.of("namespace", place, "key", key));
    Answer gone = client.get(address(key) + "&refresh_ttl=false");

    assertThat(put.status()).isEqualTo(204);
    assertThat(put.body()).isEmpty();
    assertThat(found.status()).isEqualTo(200);
    assertThat(found.tree().path("key").asText()).isEqualTo(key);
    assertThat(found.tree().path("value").path("a").asInt()).isEqualTo(1);
    assertThat(deleted.status()).isEqualTo(204);
    assertThat(gone.status()).isEqualTo(200);
    assertThat(gone.tree().isNull()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void itemsAreSearchedAndNamespacesListed(Format format) {
    var client = Client.of(format);
    send(format, "PUT", item("a"));
    send(format, "PUT", item("b"));

    Answer found =
        client.post(
            ITEMS + "/search", Map.of("namespace_prefix", List.of(root), "limit", 10, "offset", 0));
    Answer none =
        client.post(
            ITEMS + "/search", Map.of("namespace_prefix", List.of(root), "filter", Map.of("a", 2)));
    Answer namespaces =
        client.post(
            "/store/namespaces",
            Map.of("prefix", List.of(root), "suffix", List.of("*"), "limit", 100, "offset", 0));

    assertThat(found.tree().path("items").findValuesAsText("key")).containsExactly("b", "a");
    assertThat(found.tree().at("/items/0/score").isNull()).isTrue();
    assertThat(none.tree().path("items")).isEmpty();
    assertThat(namespaces.tree().path("namespaces").path(0))
        .extracting(JsonNode::asText)
        .containsExactlyElementsOf(place);
  }

  @Test
  void deletingWhatIsNotThereIsNoError() {
    assertThat(send(Format.JSON, "DELETE", Map.of("namespace", place, "key", "k")).status())
        .isEqualTo(204);
    assertThat(send(Format.JSON, "DELETE", Map.of("namespace", List.of(), "key", "")).status())
        .isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"?namespace=&key=k", "?namespace=langgraph&key=k", "?namespace=a&key=%00"})
  void whatNoItemIsNamedByIsNull(String query) {
    Answer answer = Client.json().get(ITEMS + query);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("null");
  }

  @ParameterizedTest
  @CsvSource({
    "a.b,/namespace/0",
    "'a,,b',/namespace/1",
    "'langgraph,a',/namespace/0",
    "'a,b.',/namespace/1"
  })
  void aNamespaceThatCannotBeIsNamed(String labels, String pointer) {
    var body =
        Map.of("namespace", Arrays.asList(labels.split(",", -1)), "key", "k", "value", Map.of());

    Answer answer = send(Format.JSON, "PUT", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("invalid-namespace");
    assertThat(answer.tree().path("pointer").asText()).isEqualTo(pointer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "PUT|items|NAMED,'value':null}|invalid-request|/value",
        "PUT|items|NAMED}|invalid-request|/value",
        "PUT|items|NAMED,'value':{},'x':1}|invalid-request|/x",
        "PUT|items|NAMED,'value':{},'ttl':0}|invalid-request|/ttl",
        "PUT|items|NAMED,'value':{},'index':1}|invalid-request|/index",
        "DELETE|items|{'namespace':['a']}|invalid-request|/key",
        "POST|items/search|{}|invalid-request|/namespace_prefix",
        "POST|items/search|{'namespace_prefix':[],'query':'x'}|not-indexed|/query",
        "POST|items/search|{'namespace_prefix':[],'query':'x','mode':'y'}|invalid-request|/mode",
        "POST|items/search|{'namespace_prefix':[],'filter':{'a':{'$x':1}}}|invalid-filter|/filter/a/$x",
        "POST|namespaces|{'match_conditions':[]}|invalid-request|/match_conditions",
        "POST|namespaces|{'max_depth':0}|invalid-request|/max_depth"
      })
  void whatIsWrongIsNamed(String method, String path, String body, String code, String pointer) {
    String json = body.replace("NAMED", "{'namespace':['a'],'key':'k'").replace('\'', '"');

    Answer answer =
        Client.json().send(method, "/store/" + path, json.getBytes(StandardCharsets.UTF_8));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.tree().path("pointer").asText()).isEqualTo(pointer);
  }

  @ParameterizedTest
  @CsvSource({
    "?key=k,?namespace",
    "?namespace=a,?key",
    "?namespace=a&key=k&refresh_ttl=yes,?refresh_ttl",
    "?namespace=a&key=k&x=1,?x"
  })
  void aQueryThatIsWrongIsNamed(String query, String pointer) {
    Answer answer = Client.json().get(ITEMS + query);

    assertThat(answer.code()).isEqualTo("invalid-request");
    assertThat(answer.tree().path("pointer").asText()).isEqualTo(pointer);
  }

  @Test
  void bodiesAreOfTheTypesThatTheServerReads() {
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);

    assertThat(Client.json().with("Content-Type", "text/plain").send("PUT", ITEMS, body).code())
        .isEqualTo("unsupported-media-type");
    assertThat(Client.json().send("PUT", ITEMS, "{".getBytes(StandardCharsets.UTF_8)).code())
        .isEqualTo("malformed-body");
    assertThat(Client.json().send("POST", ITEMS, body).code()).isEqualTo("method-not-allowed");
  }

  @Test
  void whatTheSdkPutABatchFinds() {
    send(Format.JSON, "PUT", item("k"));
    var get = Map.of("do", "get", "namespace", place, "key", "k");

    Answer answer = Client.json().batch(Map.of("op", "store", "parts", List.of(get)));

    assertThat(answer.tree().at("/results/0/results/0"))
        .isEqualTo(Client.json().get(address("k")).tree());
  }
}
