package dev.holdfast.signals.route;

import dev.holdfast.core.signal.Signal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;

/** Request ids of critical signals: the same for repeats with the same idempotency key. */
public final class RequestIds {

  private static final String PREFIX = "hf-k-";

  private final Supplier<String> random;

  /** {@code random} names signals without a key. */
  public RequestIds(Supplier<String> random) {
    this.random = random;
  }

  /** At most 80 characters. */
  public String of(Signal signal) {
    String key = signal.idempotencyKey();
    return key == null ? "hf-r-" + random.get() : PREFIX + hash(signal, key);
  }

  private static String hash(Signal signal, String key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String run = signal.runId();
      for (String part :
          new String[] {
            signal.workflow().tenant().value(),
            signal.workflow().namespace(),
            signal.workflow().workflowId(),
            run == null ? "" : run,
            key
          }) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update(Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII));
        digest.update((byte) 0);
        digest.update(bytes);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
