package dev.holdfast.temporal.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Payload;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestReaderTest {

  @Test
  void readsEveryFieldAndPassesOverUnknownOnes() {
    var manifest =
        read(
            """
            {"version": 1, "source": "s", "first": 9007199254740993, "new": {}, "entries": [
              {"name": "a", "id": "i", "args": 2, "headers":
                {"h": {"metadata": {"encoding": "anNvbi9wbGFpbg=="}, "data": "MQ=="}}},
              {"name": "b", "id": "j", "args": 0},
              {"name": "c", "id": "k", "json": ["{\\"ä\\": 1.0}", ""]}]}
            """,
            2);

    assertThat(manifest.source()).isEqualTo("s");
    assertThat(manifest.first()).isEqualTo(9007199254740993L);
    assertThat(manifest.entries())
        .containsExactly(
            new Manifest.Entry("a", "i", List.of(), 2, Map.of("h", json("1"))),
            new Manifest.Entry("b", "j", List.of(), 0, Map.of()),
            new Manifest.Entry("c", "k", List.of(json("{\"ä\": 1.0}"), json("")), 0, Map.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{",
        "{\"source\":\"s\",\"first\":1,\"entries\":[]}",
        "{\"version\":2,\"source\":\"s\",\"first\":1,\"entries\":[]}",
        "{\"version\":\"1\",\"source\":\"s\",\"first\":1,\"entries\":[]}",
        "{\"version\":1,\"source\":\"\",\"first\":1,\"entries\":[]}",
        "{\"version\":1,\"first\":1,\"entries\":[]}",
        "{\"version\":1,\"source\":\"s\",\"first\":0,\"entries\":[]}",
        "{\"version\":1,\"source\":\"s\",\"first\":1.5,\"entries\":[]}",
        "{\"version\":1,\"source\":\"s\",\"first\":1}",
        "{\"version\":1,\"source\":\"s\",\"first\":1,\"entries\":[1]}",
        "{\"version\":1,\"source\":\"s\",\"first\":1,\"entries\":[{\"id\":\"i\",\"args\":0}]}",
        "{\"version\":1,\"source\":\"s\",\"first\":1,\"entries\":[{\"name\":\"a\",\"args\":0}]}",
        "{\"version\":1,\"source\":\"s\",\"first\":1,\"entries\":[{\"name\":\"a\",\"id\":\"i\"}]}",
        "{\"version\":1,\"source\":\"s\",\"first\":1,"
            + "\"entries\":[{\"name\":\"a\",\"id\":\"i\",\"args\":-1}]}",
        "{\"version\":1,\"source\":\"s\",\"first\":1,"
            + "\"entries\":[{\"name\":\"a\",\"id\":\"i\",\"args\":1}]}",
        "{\"version\":1,\"source\":\"s\",\"first\":1,"
            + "\"entries\":[{\"name\":\"a\",\"id\":\"i\",\"json\":[],\"args\":0}]}",
        "{\"version\":1,\"source\":\"s\",\"first\":1,"
            + "\"entries\":[{\"name\":\"a\",\"id\":\"i\",\"json\":null}]}",
        "{\"version\":1,\"source\":\"s\",\"first\":1,"
            + "\"entries\":[{\"name\":\"a\",\"id\":\"i\",\"json\":\"1\"}]}",
        "{\"version\":1,\"source\":\"s\",\"first\":1,"
            + "\"entries\":[{\"name\":\"a\",\"id\":\"i\",\"json\":[1]}]}",
        "{\"version\":1,\"source\":\"s\",\"first\":1,"
            + "\"entries\":[{\"name\":\"a\",\"id\":\"i\",\"args\":0,\"headers\":{\"h\":1}}]}",
        "{\"version\":1,\"source\":\"s\",\"first\":1,"
            + "\"entries\":[{\"name\":\"a\",\"id\":\"i\",\"args\":0,\"headers\":{\"h\":{\"data\":\"?\"}}}]}"
      })
  void refusesWhatItCannotRead(String json) {
    assertThatThrownBy(() -> read(json, 0)).isInstanceOf(UnreadableBatch.class);
  }

  @Test
  void refusesALongSourceAndNumbersPastTheLast() {
    String entries = "\"entries\":[{\"name\":\"a\",\"id\":\"i\",\"args\":0}]}";
    String source = "x".repeat(65);

    assertThatThrownBy(
            () -> read("{\"version\":1,\"source\":\"" + source + "\",\"first\":1," + entries, 0))
        .isInstanceOf(UnreadableBatch.class);
    assertThatThrownBy(
            () ->
                read("{\"version\":1,\"source\":\"s\",\"first\":9223372036854775807," + entries, 0))
        .isInstanceOf(UnreadableBatch.class);
  }

  private static Manifest read(String json, int arguments) {
    return ManifestReader.read(json(json), arguments);
  }

  private static Payload json(String text) {
    return Payload.newBuilder()
        .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
        .setData(ByteString.copyFromUtf8(text))
        .build();
  }
}
