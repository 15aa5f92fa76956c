package dev.holdfast.signals.route;

import dev.holdfast.core.bytes.Sha256;
import dev.holdfast.core.signal.Signal;
import dev.holdfast.core.signal.WorkflowKey;
import java.nio.charset.StandardCharsets;
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
    WorkflowKey workflow = signal.workflow();
    String run = signal.runId();
    var digest = new Sha256();
    add(digest, workflow.tenant().value());
    add(digest, workflow.namespace());
    add(digest, workflow.workflowId());
    add(digest, run == null ? "" : run);
    add(digest, key);
    return digest.hex();
  }

  private static void add(Sha256 digest, String part) {
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    digest.add(bytes.length + "\0").add(bytes);
  }
}
