package dev.holdfast.core.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.model.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Digests are stored, so what a signal's is today it is for good. */
final class SignalDigestTest {

  private static final WorkflowKey WORKFLOW =
      new WorkflowKey(new TenantId("default"), "default", "order-7");

  private static SignalPayload payload(String text) {
    return new SignalPayload(Map.of("encoding", Bytes.utf8("json/plain")), Bytes.utf8(text));
  }

  private static String digest(Signal signal) {
    return HexFormat.of().formatHex(SignalDigest.of(signal).array());
  }

  @Test
  void aSignalOfNothingButAName() {
    var signal =
        new Signal(
            WORKFLOW,
            null,
            "paid",
            List.of(),
            Map.of(),
            SignalPriority.NORMAL,
            "key",
            null,
            null,
            null,
            false,
            false,
            Duration.ZERO);

    assertThat(digest(signal))
        .isEqualTo("c09a6f2ce1224f6def03cff3ad1365fd719ac13908d2264079806d427acc6f2e");
  }

  @Test
  void aSignalWithEverything() {
    var signal =
        new Signal(
            WORKFLOW,
            "run",
            "bezahlt ä",
            List.of(payload("42"), payload("")),
            Map.of("b", payload("1"), "a", payload("2")),
            SignalPriority.CRITICAL,
            "key",
            Instant.ofEpochSecond(1),
            Instant.ofEpochSecond(2, 3000),
            new StartSpec(
                "type", "queue", StartSpec.IdReuse.ALLOW_DUPLICATE, List.of(payload("3"))),
            true,
            true,
            Duration.ofSeconds(4));

    assertThat(digest(signal))
        .isEqualTo("0c0962de82538da903bb4c410a5af231449b08d698eeeda3f53c705533f6f4d1");
  }
}
