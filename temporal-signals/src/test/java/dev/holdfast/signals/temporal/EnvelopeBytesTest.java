package dev.holdfast.signals.temporal;

import static dev.holdfast.testkit.gen.SignalBuilder.signal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.signal.QueuedSignal;
import dev.holdfast.testkit.gen.SignalBuilder;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import java.time.Instant;
import java.util.List;
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
  void theManifestComesFirstThenAllArgumentsVerbatim() throws Exception {
    Payloads payloads =
        payloads(
            queued(1, signal("approve").with("1", "\"ü\"")),
            queued(2, signal("nothing")),
            queued(3, signal("note").with("3").header("traceparent", "\"00-4\"")));

    Payload manifest = payloads.getPayloads(0);
    assertThat(manifest.getMetadataMap()).containsOnlyKeys("encoding");
    assertThat(manifest.getMetadataOrThrow("encoding").toStringUtf8()).isEqualTo("json/plain");
    assertThat(manifest.getData().toStringUtf8())
        .isEqualTo(
            """
            {"version":1,"source":"9f3c/aa","first":41,"entries":[\
            {"name":"approve","id":"1","args":2},\
            {"name":"nothing","id":"2","args":0},\
            {"name":"note","id":"3","args":1,"headers":{"traceparent":{"metadata":{"encoding":"anNvbi9wbGFpbg=="},"data":"IjAwLTQi"}}}]}""");
    assertThat(payloads.getPayloadsList().subList(1, 4))
        .extracting(payload -> payload.getData().toStringUtf8())
        .containsExactly("1", "\"ü\"", "3");
  }

  @Test
  void theSameSignalsHaveTheSameBytes() {
    List<QueuedSignal> one = List.of(queued(1, signal("a").header("b", "1").header("a", "2")));
    List<QueuedSignal> two = List.of(queued(1, signal("a").header("a", "2").header("b", "1")));

    assertThat(EnvelopeBytes.of("s", 1, one)).isEqualTo(EnvelopeBytes.of("s", 1, two));
    assertThat(EnvelopeBytes.of("s", 2, one)).isNotEqualTo(EnvelopeBytes.of("s", 1, one));
  }
}
