package dev.holdfast.server.wire;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.TtlPolicy;
import dev.holdfast.core.usecase.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From a body to operations. */
public final class BatchDecoder {

  private static final long DEFAULT_TIMEOUT_MS = 10_000;

  /** Levels of a batch around metadata, which counts its own. */
  private static final int ENVELOPE_DEPTH = 6;

  private final Limits limits;
  private final TtlPolicy policy;

  /** A decoder that holds requests to {@code limits}; items live as they say. */
  public BatchDecoder(Limits limits) {
    this(limits, TtlPolicy.NONE);
  }

  /** The same, where {@code policy} says how long items live if a request does not. */
  public BatchDecoder(Limits limits, TtlPolicy policy) {
    this.limits = limits;
    this.policy = policy;
  }

  /**
   * Reads a batch of {@code tenant}.
   *
   * @throws MalformedBody if it is not {@code format}
   * @throws Failure if the envelope is wrong; what is wrong with one operation makes that one
   *     unreadable
   */
  public BatchRequest decode(Format format, byte[] body, TenantId tenant) {
    Node envelope =
        Node.of(Tree.read(format, body, limits.depth() + ENVELOPE_DEPTH, limits), "", limits);
    Long session = envelope.integer("session", 1, Long.MAX_VALUE);
    long timeout = envelope.integer("timeout_ms", 1, limits.timeoutMs(), DEFAULT_TIMEOUT_MS);
    envelope.required("operations");
    List<?> sent = envelope.list("operations", "operations", limits.operations());
    envelope.end();
    if (sent.isEmpty()) {
      throw Node.wrong("/operations", "must hold at least one operation");
    }
    var decoder = new OperationDecoder(limits, tenant, session, policy);
    List<Operation> operations = new ArrayList<>(sent.size());
    for (int i = 0; i < sent.size(); i++) {
      operations.add(one(decoder, sent.get(i), "/operations/" + i));
    }
    return new BatchRequest(operations, Duration.ofMillis(timeout));
  }

  private Operation one(OperationDecoder decoder, @Nullable Object sent, String pointer) {
    try {
      return decoder.decode(Node.of(sent, pointer, limits));
    } catch (Failure failure) {
      return new Operation.Unreadable(kind(sent), failure);
    }
  }

  private static String kind(@Nullable Object sent) {
    Object name = sent instanceof Map<?, ?> map ? map.get("op") : null;
    return name instanceof String text && OperationDecoder.KINDS.contains(text) ? text : "unknown";
  }
}
