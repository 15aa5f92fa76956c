package dev.holdfast.core.signal;

import dev.holdfast.core.bytes.Bytes;
import dev.holdfast.core.bytes.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tells repeats of a signal from other signals that came with the same idempotency key. */
public final class SignalDigest {

  private final Sha256 digest = new Sha256();

  private SignalDigest() {}

  /** 32 bytes of everything that the signal is; equal for equal signals only. */
  public static Bytes of(Signal signal) {
    var digest = new SignalDigest();
    digest.text(signal.workflow().tenant().value());
    digest.text(signal.workflow().namespace());
    digest.text(signal.workflow().workflowId());
    digest.text(signal.runId());
    digest.text(signal.name());
    digest.payloads(signal.arguments());
    digest.headers(signal.headers());
    digest.text(signal.priority().name());
    digest.moment(signal.notBefore());
    digest.moment(signal.expireAt());
    digest.start(signal.start());
    digest.number((signal.fence() ? 2 : 0) + (signal.holds() ? 1 : 0));
    digest.number(signal.grace().toMillis());
    return digest.digest.digest();
  }

  private void number(long number) {
    digest.add(number);
  }

  private void bytes(byte[] bytes) {
    number(bytes.length);
    digest.add(bytes);
  }

  private void text(@Nullable String text) {
    if (text == null) {
      number(-1);
    } else {
      bytes(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private void moment(@Nullable Instant moment) {
    text(moment == null ? null : moment.toString());
  }

  private void payloads(List<SignalPayload> payloads) {
    number(payloads.size());
    for (SignalPayload payload : payloads) {
      number(payload.metadata().size());
      payload
          .metadata()
          .forEach(
              (name, value) -> {
                text(name);
                bytes(value.array());
              });
      bytes(payload.data().array());
    }
  }

  private void headers(Map<String, SignalPayload> headers) {
    number(headers.size());
    new TreeMap<>(headers)
        .forEach(
            (name, value) -> {
              text(name);
              payloads(List.of(value));
            });
  }

  private void start(@Nullable StartSpec start) {
    if (start == null) {
      number(-1);
    } else {
      text(start.workflowType());
      text(start.taskQueue());
      text(start.reuse().name());
      payloads(start.input());
    }
  }
}
