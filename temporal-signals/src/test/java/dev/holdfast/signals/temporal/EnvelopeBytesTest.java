package dev.holdfast.signals.temporal;

import static dev.holdfast.testkit.gen.SignalBuilder.signal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.signal.QueuedSignal;
import dev.holdfast.core.signal.SignalPayload;
import dev.holdfast.testkit.gen.SignalBuilder;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The bytes of docs/signals-envelope.md. */
class EnvelopeBytesTest {

  private static QueuedSignal queued(long id, SignalBuilder signal) {
    return new QueuedSignal(id, signal.build(), Instant.EPOCH, null, 0);
  }

  private static Payloads payloads(QueuedSignal... signals) throws Exception {
    return Payloads.parseFrom(EnvelopeBytes.of("9f3c/aa", 41, List.of(signals)).array());
  }

  @Test
  void theManifestHoldsPlainJson() throws Exception {
    Payloads payloads =
        payloads(
            queued(1, signal("approve").with("1.0", "\"ü\"")),
            queued(2, signal("nothing")),
            queued(3, signal("note").with("3").header("traceparent", "\"00-4\"")));

    Payload manifest = payloads.getPayloads(0);
    assertThat(manifest.getMetadataMap()).containsOnlyKeys("encoding");
    assertThat(manifest.getMetadataOrThrow("encoding").toStringUtf8()).isEqualTo("json/plain");
    assertThat(manifest.getData().toStringUtf8())
        .isEqualTo(
            """
            {"version":1,"source":"9f3c/aa","first":41,"entries":[\
            {"name":"approve","id":"1","json":["1.0","\\"ü\\""]},\
            {"name":"nothing","id":"2","json":[]},\
            {"name":"note","id":"3","json":["3"],"headers":{"traceparent":{"metadata":{"encoding":"anNvbi9wbGFpbg=="},"data":"IjAwLTQi"}}}]}""");
    assertThat(payloads.getPayloadsCount()).isEqualTo(1);
  }

  @Test
  void whatIsNotPlainJsonFollowsAsItIs() throws Exception {
    SignalPayload encrypted = payload(Map.of("encoding", "binary/encrypted"), "?");
    SignalPayload described = payload(Map.of("encoding", "json/plain", "messageType", "m"), "{}");
    SignalPayload latin = new SignalPayload(json().metadata(), Bytes.owned(new byte[] {'"', -1}));
    Payloads payloads =
        payloads(
            queued(1, signal("a").with(json(), encrypted)),
            queued(2, signal("b").with("2")),
            queued(3, signal("c").with(described)),
            queued(4, signal("d").with(latin)));

    assertThat(payloads.getPayloads(0).getData().toStringUtf8())
        .endsWith(
            """
            {"name":"a","id":"1","args":2},\
            {"name":"b","id":"2","json":["2"]},\
            {"name":"c","id":"3","args":1},\
            {"name":"d","id":"4","args":1}]}""");
    assertThat(payloads.getPayloadsList().subList(1, 5))
        .isEqualTo(Stream.of(json(), encrypted, described, latin).map(Protos::payload).toList());
  }

  @Test
  void longArgumentsFollow() throws Exception {
    String half = "\"" + "x".repeat(2046) + "\"";
    Payloads payloads =
        payloads(
            queued(1, signal("a").with(half, half)), queued(2, signal("b").with(half, half, "1")));

    assertThat(payloads.getPayloads(0).getData().toStringUtf8())
        .contains("{\"name\":\"a\",\"id\":\"1\",\"json\":[")
        .endsWith("{\"name\":\"b\",\"id\":\"2\",\"args\":3}]}");
    assertThat(payloads.getPayloadsCount()).isEqualTo(4);
  }

  private static SignalPayload json() {
    return payload(Map.of("encoding", "json/plain"), "1");
  }

  private static SignalPayload payload(Map<String, String> metadata, String data) {
    Map<String, Bytes> named = new HashMap<>();
    metadata.forEach((name, value) -> named.put(name, Bytes.utf8(value)));
    return new SignalPayload(named, Bytes.utf8(data));
  }

  @Test
  void theSameSignalsHaveTheSameBytes() {
    List<QueuedSignal> one = List.of(queued(1, signal("a").header("b", "1").header("a", "2")));
    List<QueuedSignal> two = List.of(queued(1, signal("a").header("a", "2").header("b", "1")));

    assertThat(EnvelopeBytes.of("s", 1, one)).isEqualTo(EnvelopeBytes.of("s", 1, two));
    assertThat(EnvelopeBytes.of("s", 2, one)).isNotEqualTo(EnvelopeBytes.of("s", 1, one));
  }
}
