package dev.holdfast.core.signal;

import dev.holdfast.core.bytes.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tells repeats of a signal from other signals that came with the same idempotency key. */
public final class SignalDigest {

  private final MessageDigest digest;

  private SignalDigest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

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
    return Bytes.owned(digest.digest.digest());
  }

  private void number(long number) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
  }

  private void bytes(byte[] bytes) {
    number(bytes.length);
    digest.update(bytes);
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
