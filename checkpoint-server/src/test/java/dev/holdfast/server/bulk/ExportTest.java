package dev.holdfast.server.bulk;

import static dev.holdfast.server.bulk.Ndjsons.EXPORT;
import static dev.holdfast.server.bulk.Ndjsons.exported;
import static dev.holdfast.server.bulk.Ndjsons.imported;
import static dev.holdfast.server.bulk.Ndjsons.line;
import static dev.holdfast.server.support.Client.encoded;
import static dev.holdfast.server.support.Client.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.server.support.Answer;
import dev.holdfast.server.support.Client;
import dev.holdfast.server.support.TemporaryData;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports, against Postgres. */
@QuarkusTest
@WithTestResource(TemporaryData.class)
class ExportTest {

  private final String root = fresh("ü");

  @Test
  void whatIsExportedCanBeImportedAndIsTheSame() {
    String odd =
        "{\"a\\u0000\":[1.10,12345678901234567890.5,null,\"\\ud83d\\ude00\\\"\"],\"b\":{}}";
    String times =
        ",\"created_at\":\"2020-01-01T00:00:00.123456+00:00\""
            + ",\"updated_at\":\"2021-01-01T02:00:00.5+02:00\"";
    String lives = ",\"ttl\":0.0000001,\"expires_at\":\"9000-01-01T00:00:00+00:00\"";
    String lines =
        "{\"namespace\":[\"%1$s\",\"x\"],\"key\":\"k 1\",\"value\":%2$s%3$s%4$s}\n"
            .formatted(root, odd, times, lives);
    imported(fresh("i"), "", lines);
    List<JsonNode> first = exported(root, "");

    String copy = first.stream().map(line -> line + "\n").reduce("", String::concat);
    imported(fresh("i"), "", copy.replace(root, root + "-2"));
    List<JsonNode> second = exported(root + "-2", "");

    assertThat(first).hasSize(2);
    assertThat(first.get(0).path("updated_at").asText())
        .isEqualTo("2021-01-01T00:00:00.500000+00:00");
    assertThat(first.get(0).path("ttl").decimalValue()).isEqualByComparingTo("0.0000001");
    assertThat(second.toString().replace(root + "-2", root)).isEqualTo(first.toString());
  }

  @Test
  void itGoesOnAfterTheLastLineThatCame() {
    var body = new StringBuilder();
    for (int i = 0; i < 1200; i++) {
      body.append(line(List.of(root, "n" + i % 3), "k%04d".formatted(i), Map.of("i", i)));
    }
    imported(fresh("i"), "", body.toString());
    List<JsonNode> all = exported(root, "");
    JsonNode had = all.get(699);
    var cursor = had.path("namespace").deepCopy();
    ((com.fasterxml.jackson.databind.node.ArrayNode) cursor).add(had.path("key").asText());

    List<JsonNode> rest = exported(root, "&after=" + encoded(cursor.toString()));

    assertThat(all).hasSize(1201);
    assertThat(all.get(1200).path("exported").asInt()).isEqualTo(1200);
    assertThat(rest.subList(0, 500)).isEqualTo(all.subList(700, 1200));
    assertThat(rest.get(500).path("exported").asInt()).isEqualTo(500);
    assertThat(rest.get(500).path("cursor")).isEqualTo(all.get(1200).path("cursor"));
    assertThat(exported(root, "&after=" + encoded(rest.get(500).path("cursor").toString())))
        .hasSize(1)
        .first()
        .satisfies(end -> assertThat(end.path("cursor")).isEqualTo(rest.get(500).path("cursor")));
  }

  @Test
  void ofNothingThereIsOnlyTheEnd() {
    assertThat(exported(root, "").toString()).isEqualTo("[{\"exported\":0,\"cursor\":null}]");
    assertThat(exported("langgraph", "").get(0).path("exported").asInt()).isZero();
    assertThat(exported("a..b", "").get(0).path("exported").asInt()).isZero();
  }

  @Test
  void labelsAreJoinedByDotsOrComeOneByOne() {
    imported(fresh("i"), "", line(List.of(root, "a"), "k", Map.of()));

    assertThat(exported(root + ".a", "")).hasSize(2);
    assertThat(exported(root, "&namespace=a")).hasSize(2);
    assertThat(exported(root + ".b", "")).hasSize(1);
    assertThat(Ndjsons.lines(Client.json().get(EXPORT + "?namespace=")).size()).isGreaterThan(1);
    assertThat(Ndjsons.lines(Client.json().get(EXPORT)).size()).isGreaterThan(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "[]",
        "[\"a\"]",
        "[\"a\",1]",
        "[\"a\",[\"k\"]]",
        "[\"a\",\"k\"",
        "{\"a\":\"k\"}",
        "[\"a.b\",\"k\"]",
        "[\"a\",\"\\u0000\"]",
        "[\"a\",\"' or 1=1 --\\ud800\"]"
      })
  void aCursorThatIsNoneIsRefused(String cursor) {
    Answer answer = Client.json().get(EXPORT + "?after=" + encoded(cursor));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("invalid-request");
    assertThat(answer.tree().path("pointer").asText()).isEqualTo("?after");
  }

  @Test
  void otherQueriesAreRefusedAndAHeadHasNoBody() {
    assertThat(Client.json().get(EXPORT + "?limit=1").code()).isEqualTo("invalid-request");
    assertThat(Client.json().send("HEAD", EXPORT, new byte[0]).status()).isEqualTo(200);
    assertThat(Client.json().send("DELETE", EXPORT, new byte[0]).status()).isEqualTo(405);
  }
}
