package dev.holdfast.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.server.support.Answer;
import dev.holdfast.server.support.Client;
import dev.holdfast.server.support.TemporaryData;
import dev.holdfast.server.wire.Format;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(TemporaryData.class)
class MalformedBodiesTest {

  /** What is to be prevented takes minutes, or all memory. */
  private static final Duration QUICKLY = Duration.ofSeconds(30);

  private static Answer json(String body) {
    return Client.json().send("POST", "/v1/batch", body.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Answer msgpack(String hex) {
    return Client.of(Format.MSGPACK).send("POST", "/v1/batch", HexFormat.of().parseHex(hex));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{}x",
        "{} {}",
        "{\"a\"}",
        "{\"a\":}",
        "[1,]",
        "{\"operations\":[{\"op\":\"list\"}]",
        "\"\u00ff\"",
        "\"\u00c0\u00af\"",
        "\"\u00ed\u00a0\u0080\"",
        "{\"a\":NaN}",
        "{'a':1}",
        "\u00ef\u00bb\u00bf{}",
        "{\u0000\"\u0000a",
        "nul",
        "01",
        "+1",
        "/**/{}",
        " "
      })
  void whatIsNotJsonIsMalformed(String body) {
    Answer answer = json(body);

    assertThat(answer.code()).isEqualTo("malformed-body");
    assertThat(answer.status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "81",
        "8000",
        "c1",
        "c7",
        "d40000",
        "a1ff",
        "d9",
        "a3e4b8",
        "810101",
        "81c0c0",
        "ddffffffff",
        "df7fffffff",
        "c6ffffffff",
        "c67fffffff",
        "dbffffffff",
        "dcffff",
        "cf00",
        "a2c0af",
        "a3eda080"
      })
  void whatIsNotMessagePackIsMalformed(String hex) {
    assertThat(msgpack(hex).code()).isEqualTo("malformed-body");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]||must be an object",
        "1||must be an object",
        "null||must be an object",
        "{}|/operations|is required",
        "{\"operations\":[]}|/operations|must hold at least one operation",
        "{\"operations\":{}}|/operations|must be a list",
        "{\"operations\":[1],\"a\":1}|/a|is unknown",
        "{\"operations\":[1],\"a~/b\":1}|/a~0~1b|is unknown",
        "{\"operations\":[1],\"operations\":[2]}|/operations|an object names a field twice",
        "{\"operations\":[1],\"session\":0}|/session|must be 1 to 9223372036854775807",
        "{\"operations\":[1],\"session\":1.5}|/session|must be an integer",
        "{\"operations\":[1],\"session\":99999999999999999999}|/session|must be an integer",
        "{\"operations\":[1],\"timeout_ms\":\"1\"}|/timeout_ms|must be an integer",
        "{\"operations\":[1],\"timeout_ms\":60001}|/timeout_ms|must be 1 to 60000"
      })
  void anEnvelopeThatIsWrongIsRefusedAsAWhole(String body, String pointer, String detail) {
    Answer answer = json(body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.tree().path("code").asText()).isEqualTo("invalid-request");
    assertThat(answer.tree().path("pointer").asText()).isEqualTo(pointer == null ? "" : pointer);
    assertThat(answer.tree().path("detail").asText()).isEqualTo(detail);
  }

  @Test
  void aNameThatIsNoUnicodeDoesNotBreakTheAnswer() {
    Answer answer = json("{\"operations\":[1],\"\\ud800" + "x".repeat(400) + "\":1}");

    assertThat(answer.tree().path("pointer").asText()).hasSize(200).startsWith("/?xxx");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "[[],"})
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void deepJsonIsRefusedQuickly(String level) {
    long started = System.nanoTime();
    Answer answer = json(level.repeat(2_000_000));

    assertThat(answer.tree().path("limit").asText()).isEqualTo("depth");
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(QUICKLY);
  }

  @ParameterizedTest
  @CsvSource({"91,elements", "81a161,elements", "80,''", "c0,''"})
  void deepOrWideMessagePackIsRefusedQuickly(String level, String limit) {
    long started = System.nanoTime();
    Answer answer = msgpack("dd00895440" + level.repeat(9_000_000));

    assertThat(answer.status()).isBetween(400, 413);
    assertThat(answer.tree().path("limit").asText()).isIn(limit, "elements");
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(QUICKLY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "-1e999999999", "1e-999999999", "1e99999999999", "1e4097"})
  void numbersThatUnfoldAreRefusedQuickly(String number) {
    refusedQuickly("{\"operations\":[{\"op\":\"list\",\"filter\":{\"a\":" + number + "}}]}");
    refusedQuickly("{\"operations\":[{\"channel_versions\":{\"a\":" + number + "}}]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0.", "1e"})
  void numbersOfMillionsOfDigitsAreRefusedQuickly(String beginning) {
    refusedQuickly("{\"a\":" + beginning + "9".repeat(5_000_000) + "}");
  }

  private static void refusedQuickly(String body) {
    long started = System.nanoTime();
    Answer answer = json(body);

    assertThat(answer.tree().path("limit").asText()).isEqualTo("number_digits");
    assertThat(answer.tree().path("maximum").asInt()).isEqualTo(4096);
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(QUICKLY);
  }
}
