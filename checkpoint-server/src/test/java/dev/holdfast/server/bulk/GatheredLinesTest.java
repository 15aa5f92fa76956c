package dev.holdfast.server.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatheredLinesTest {

  private static final int MOST = 10;

  private static GatheredLines of(String body, int partBytes, long skip) {
    var lines = new GatheredLines(MOST, skip);
    for (int i = 0; i < body.length(); i += partBytes) {
      lines.add(Buffer.buffer(body.substring(i, Math.min(body.length(), i + partBytes))));
    }
    lines.end();
    return lines;
  }

  private static List<String> texts(GatheredLines lines) {
    List<String> texts = new ArrayList<>();
    while (!lines.isEmpty()) {
      for (byte[] line : lines.take()) {
        boolean tooLong = line == GatheredLines.TOO_LONG;
        texts.add(tooLong ? "too long" : new String(line, StandardCharsets.UTF_8));
      }
    }
    return texts;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 100})
  void linesAreTheSameHoweverTheyCome(int partBytes) {
    var lines = of("a\n\nbcd\r\n0123456789\n0123456789x\ne", partBytes, 0);

    assertThat(lines.read()).isEqualTo(6);
    assertThat(texts(lines)).containsExactly("a", "", "bcd\r", "0123456789", "too long", "e");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 100})
  void linesThatAreDoneAreReadAndForgotten(int partBytes) {
    var lines = of("a\n0123456789x\nc\nd\n", partBytes, 2);

    assertThat(lines.read()).isEqualTo(4);
    assertThat(texts(lines)).containsExactly("c", "d");
    assertThat(of("a\n", partBytes, 2).isEmpty()).isTrue();
  }

  @Test
  void aLastLineWithoutAnEndIsOne() {
    assertThat(of("a\nb", 100, 0).read()).isEqualTo(2);
    assertThat(of("a\n", 100, 0).read()).isEqualTo(1);
    assertThat(of("0123456789x", 100, 0).read()).isEqualTo(1);
    assertThat(of("", 100, 0).read()).isZero();
  }

  @Test
  void aBatchIsBoundedInLines() {
    var lines = of("x\n".repeat(1001), 100, 0);

    assertThat(lines.isFull()).isTrue();
    assertThat(lines.take()).hasSize(500);
    assertThat(lines.take()).hasSize(500);
    assertThat(lines.isFull()).isFalse();
    assertThat(lines.take()).hasSize(1);
    assertThat(lines.isEmpty()).isTrue();
  }

  @Test
  void aBatchIsBoundedInBytes() {
    var lines = new GatheredLines(200_000, 0);
    lines.add(Buffer.buffer(("x".repeat(150_000) + "\n").repeat(3)));

    assertThat(lines.isFull()).isTrue();
    assertThat(lines.take()).hasSize(2);
    assertThat(lines.isFull()).isFalse();
  }
}
