package dev.holdfast.server.wire;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.store.TtlPolicy;
import dev.holdfast.core.usecase.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** From a body to operations. */
public final class BatchDecoder {

  private static final long DEFAULT_TIMEOUT_MS = 10_000;

  /** Levels of a batch around metadata, which counts its own. */
  private static final int ENVELOPE_DEPTH = 6;

  private final Limits limits;
  private final TtlPolicy policy;
  private final Admission admission;

  /** A decoder that holds requests to {@code limits}; items live as they say; takes no signals. */
  public BatchDecoder(Limits limits) {
    this(
        limits,
        TtlPolicy.NONE,
        signal -> {
          throw new Failure.Plain(Code.NAMESPACE_REFUSED, "no signals are taken here");
        });
  }

  /**
   * The same.
   *
   * @param policy says how long items live if a request does not
   * @param admission of signals
   */
  public BatchDecoder(Limits limits, TtlPolicy policy, Admission admission) {
    this.limits = limits;
    this.policy = policy;
    this.admission = admission;
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
    var operations = operations(sent, new OperationDecoder(limits, tenant, session, policy));
    addSignals(sent, operations, new BatchSignals(operations, tenant, admission));
    return new BatchRequest(operations, Duration.ofMillis(timeout));
  }

  private List<Operation> operations(List<?> sent, OperationDecoder decoder) {
    List<Operation> operations = new ArrayList<>(sent.size());
    for (int i = 0; i < sent.size(); i++) {
      int place = i;
      operations.add(
          BatchSignals.KIND.equals(kind(sent.get(i)))
              ? new Operation.Signal(i, 0)
              : readable(sent.get(i), () -> decoder.decode(node(sent, place))));
    }
    return operations;
  }

  /** Signals are read after the writes that they name, wherever those stand. */
  private void addSignals(List<?> sent, List<Operation> operations, BatchSignals signals) {
    for (int i = 0; i < sent.size(); i++) {
      if (operations.get(i) instanceof Operation.Signal) {
        try {
          signals.read(node(sent, i), i);
        } catch (Failure failure) {
          operations.set(i, new Operation.Unreadable(BatchSignals.KIND, failure));
        }
      }
    }
  }

  private Node node(List<?> sent, int place) {
    return Node.of(sent.get(place), "/operations/" + place, limits);
  }

  private static Operation readable(@Nullable Object sent, Supplier<Operation> read) {
    try {
      return read.get();
    } catch (Failure failure) {
      return new Operation.Unreadable(kind(sent), failure);
    }
  }

  private static String kind(@Nullable Object sent) {
    Object name = sent instanceof Map<?, ?> map ? map.get("op") : null;
    return name instanceof String text && OperationDecoder.KINDS.contains(text) ? text : "unknown";
  }
}
