package dev.holdfast.server.bulk;

import static dev.holdfast.server.bulk.Ndjsons.IMPORT;
import static dev.holdfast.server.bulk.Ndjsons.exported;
import static dev.holdfast.server.bulk.Ndjsons.imported;
import static dev.holdfast.server.bulk.Ndjsons.line;
import static dev.holdfast.server.support.Client.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.server.support.Answer;
import dev.holdfast.server.support.Client;
import dev.holdfast.server.support.TemporaryData;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Imports, against Postgres. */
@QuarkusTest
@WithTestResource(TemporaryData.class)
class ImportTest {

  private static final String SKIP = "?on_error=skip";

  private final String root = fresh("r");
  private final String id = fresh("import/1 2");

  private String item(String key) {
    return line(List.of(root), key, Map.of("a", 1));
  }

  private JsonNode status() {
    return Client.json().get("/v1/store/imports/" + Client.encoded(id)).tree();
  }

  private List<String> keys() {
    List<JsonNode> lines = exported(root, "");
    return lines.subList(0, lines.size() - 1).stream()
        .map(line -> line.path("key").asText())
        .toList();
  }

  private static String counts(JsonNode line) {
    return "%s %s %s %s"
        .formatted(
            line.path("committed_lines"),
            line.path("stored"),
            line.path("expired"),
            line.path("skipped"));
  }

  @Test
  void itemsArePutAndCounted() {
    JsonNode end =
        imported(
            id,
            "",
            item("a")
                + "\r\n \n"
                + item("b").replace("\n", "\r\n")
                + line(List.of(root), "c", Map.of(), "ttl", 1, "expires_at", "2020-01-01T00:00:00Z")
                + item("d").strip());

    assertThat(end.path("done").asBoolean()).isTrue();
    assertThat(end.path("read").asInt()).isEqualTo(6);
    assertThat(counts(end)).isEqualTo("6 3 1 0");
    assertThat(counts(status())).isEqualTo("6 3 1 0");
    assertThat(keys()).containsExactly("a", "b", "d");
  }

  @Test
  void anEmptyBodyIsAnImportOfNothing() {
    assertThat(counts(imported(id, "", ""))).isEqualTo("0 0 0 0");
    assertThat(status().path("import_id").asText()).isEqualTo(id);
  }

  @Test
  void linesThatAreCommittedAreNotImportedAgain() {
    imported(id, "", item("a") + item("b"));
    Client.json().send("DELETE", "/store/items", body(List.of(root), "a"));

    JsonNode whole = imported(id, "", item("a") + item("b") + item("c"));
    JsonNode rest = imported(id, "?from_line=3", item("d"));
    JsonNode overlapping = imported(id, "?from_line=2", item("c") + item("d") + item("e"));

    assertThat(counts(whole)).isEqualTo("3 3 0 0");
    assertThat(whole.path("read").asInt()).isEqualTo(3);
    assertThat(counts(rest)).isEqualTo("4 4 0 0");
    assertThat(counts(overlapping)).isEqualTo("5 5 0 0");
    assertThat(keys()).containsExactly("b", "c", "d", "e");
  }

  private static byte[] body(List<String> namespace, String key) {
    return dev.holdfast.server.support.Codec.write(
        dev.holdfast.server.wire.Format.JSON, Map.of("namespace", namespace, "key", key));
  }

  @Test
  void whoLeavesLinesOutIsTold() {
    imported(id, "", item("a"));

    Answer answer =
        Ndjsons.client(id)
            .send("POST", IMPORT + "?from_line=2", item("c").getBytes(StandardCharsets.UTF_8));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.tree().path("pointer").asText()).isEqualTo("?from_line");
    assertThat(keys()).containsExactly("a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{|malformed-body|null",
        "[1]|invalid-request|",
        "{}|invalid-request|/namespace",
        "ITEM,'x':1}|invalid-request|/x",
        "ITEM,'embedding_url':'http://a'}|invalid-request|/embedding_url",
        "ITEM,'index':'$'}|invalid-request|/index",
        "ITEM,'ttl':0}|invalid-request|/ttl",
        "ITEM,'expires_at':'2020-01-01T00:00:00Z'}|invalid-request|/ttl",
        "ITEM,'created_at':'yesterday'}|invalid-request|/created_at",
        "ITEM,'created_at':'+12026-01-01T00:00:00Z'}|invalid-request|/created_at",
        "ITEM,'updated_at':1}|invalid-request|/updated_at",
        "ITEM} {}|malformed-body|null",
        "{'namespace':['a.b'],'key':'k','value':{}}|invalid-namespace|/namespace/0",
        "{'namespace':[],'key':'k','value':{}}|invalid-namespace|/namespace",
        "{'namespace':['a'],'key':'','value':{}}|invalid-identifier|/key",
        "{'namespace':['a'],'key':'k','value':null}|invalid-request|/value",
        "{'namespace':['a'],'key':'k','value':[]}|invalid-request|/value",
        "{'namespace':['a'],'key':'k','value':{},'\\u0000':1}|invalid-request|/\uFFFD",
        "{'problem':{}}|invalid-request|/namespace"
      })
  void aLineThatIsWrongIsNamed(String sent, String code, String pointer) {
    String wrong =
        sent.replace("ITEM", "{'namespace':['" + root + "'],'key':'x','value':{}")
                .replace('\'', '"')
            + "\n";

    JsonNode stopped = imported(id, "", item("a") + wrong + item("c"));
    JsonNode skipped = imported(fresh("i"), SKIP, item("b") + wrong + item("c"));

    assertThat(stopped.path("done").asBoolean()).isFalse();
    assertThat(counts(stopped)).isEqualTo("1 1 0 0");
    assertThat(stopped.at("/problem/line").asInt()).isEqualTo(2);
    assertThat(stopped.at("/problem/code").asText()).isEqualTo(code);
    assertThat(counts(status())).isEqualTo("1 1 0 0");
    assertThat(skipped.path("done").asBoolean()).isTrue();
    assertThat(counts(skipped)).isEqualTo("3 2 0 1");
    assertThat(skipped.at("/errors/0/line").asInt()).isEqualTo(2);
    assertThat(skipped.at("/errors/0/code").asText()).isEqualTo(code);
    assertThat(skipped.at("/errors/0/pointer").asText()).isEqualTo(pointer == null ? "" : pointer);
    assertThat(keys()).containsExactly("a", "b", "c");
  }

  @Test
  void whoMendsTheLineGoesOn() {
    imported(id, "", item("a") + "nope\n" + item("c"));

    JsonNode end = imported(id, "?from_line=1", item("b") + item("c"));

    assertThat(counts(end)).isEqualTo("3 3 0 0");
    assertThat(keys()).containsExactly("a", "b", "c");
  }

  @Test
  void linesThatAreNoUtf8AreNamed() {
    var body = new ByteArrayOutputStream();
    body.writeBytes(item("a").getBytes(StandardCharsets.UTF_8));
    body.writeBytes(item("\u00ff").getBytes(StandardCharsets.ISO_8859_1));
    body.writeBytes(item("c").getBytes(StandardCharsets.UTF_8));

    Answer answer = Ndjsons.client(id).send("POST", IMPORT + SKIP, body.toByteArray());

    JsonNode end = Ndjsons.last(answer, "ImportLine");
    assertThat(counts(end)).isEqualTo("3 2 0 1");
    assertThat(end.at("/errors/0/code").asText()).isEqualTo("malformed-body");
    assertThat(keys()).containsExactly("a", "c");
  }

  @Test
  void aLineThatIsTooLongIsNamedAndNotKept() {
    String huge = "x".repeat(5_000_000) + "\n";

    JsonNode skipped = imported(id, SKIP, item("a") + huge + huge + item("c"));
    JsonNode stopped = imported(fresh("i"), "", huge);

    assertThat(counts(skipped)).isEqualTo("4 2 0 2");
    assertThat(skipped.at("/errors/1/line").asInt()).isEqualTo(3);
    assertThat(skipped.at("/errors/1/code").asText()).isEqualTo("limit-exceeded");
    assertThat(stopped.at("/problem/limit").asText()).isEqualTo("line_bytes");
    assertThat(keys()).containsExactly("a", "c");
  }

  @Test
  void theLargestItemFitsALine() {
    String escaped = "\\u00e4".repeat(524_000);
    String whole =
        "{\"namespace\":[\"%s\"],\"key\":\"k\",\"value\":{\"a\":\"%s\"}}".formatted(root, escaped);

    assertThat(counts(imported(id, "", whole))).isEqualTo("1 1 0 0");
    assertThat(exported(root, "").get(0).at("/value/a").asText()).hasSize(524_000);
  }

  @Test
  void onlyTheFirstErrorsAreTold() {
    JsonNode end = imported(id, SKIP, "nope\n".repeat(1500) + item("a"));

    assertThat(counts(end)).isEqualTo("1501 1 0 1500");
    assertThat(end.path("errors")).hasSize(100);
    assertThat(status().path("errors")).isEqualTo(end.path("errors"));
  }

  @Test
  void progressIsToldOnTheWay() {
    var body = new StringBuilder();
    for (int i = 0; i < 2300; i++) {
      body.append(item("k" + i));
    }

    Answer answer =
        Ndjsons.client(id).send("POST", IMPORT, body.toString().getBytes(StandardCharsets.UTF_8));

    List<JsonNode> lines = Ndjsons.lines(answer);
    assertThat(lines.size()).isGreaterThan(3);
    assertThat(lines).extracting(line -> line.path("done").asBoolean()).endsWith(false, true);
    assertThat(counts(lines.get(lines.size() - 1))).isEqualTo("2300 2300 0 0");
    assertThat(lines)
        .extracting(line -> line.path("committed_lines").asInt())
        .isSorted()
        .contains(500);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "text/plain",
        "application/x-ndjson; charset=utf-16",
        "application/x-www-form-urlencoded"
      })
  void anotherMediaTypeIsRefused(String type) {
    Answer answer =
        Client.json()
            .with("Content-Type", type)
            .send("POST", IMPORT, item("a").getBytes(StandardCharsets.UTF_8));

    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.tree().path("detail").asText()).contains("application/x-ndjson");
    assertThat(keys()).isEmpty();
  }

  @Test
  void aCompressedBodyIsRefused() {
    Answer answer =
        Ndjsons.client(id)
            .with("Content-Encoding", "gzip")
            .send("POST", IMPORT, new byte[] {31, -117, 8, 0});

    assertThat(answer.status()).isEqualTo(415);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?from_line=-1",
        "?from_line=x",
        "?on_error=ignore",
        "?into=a",
        "?on_error=skip&on_error=stop"
      })
  void aQueryThatIsWrongIsRefused(String query) {
    Answer answer =
        Ndjsons.client(id).send("POST", IMPORT + query, item("a").getBytes(StandardCharsets.UTF_8));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("invalid-request");
    assertThat(keys()).isEmpty();
  }

  @Test
  void anImportThatNobodyBeganIsNotFound() {
    assertThat(Client.json().get("/v1/store/imports/" + fresh("x")).status()).isEqualTo(404);
    assertThat(Client.json().get("/v1/store/imports/%00").status()).isEqualTo(400);
  }

  @Test
  void withoutAnIdTheServerGivesOne() {
    Answer answer =
        Client.json()
            .with("Content-Type", "application/jsonl")
            .send("POST", IMPORT, item("a").getBytes(StandardCharsets.UTF_8));

    String given = Ndjsons.last(answer, "ImportLine").path("import_id").asText();
    JsonNode status = Client.json().get("/v1/store/imports/" + given).tree();

    assertThat(counts(status)).isEqualTo("1 1 0 0");
  }
}
