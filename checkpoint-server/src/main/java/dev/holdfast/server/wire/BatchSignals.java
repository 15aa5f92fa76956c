package dev.holdfast.server.wire;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.signal.AttachedSignal;
import dev.holdfast.core.signal.Signal;
import dev.holdfast.core.usecase.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The signals of a batch, each of which names its write: they are read when the writes are, and
 * share their outcome.
 */
final class BatchSignals {

  /** The operation. */
  static final String KIND = "signal";

  private static final Set<String> WRITES = Set.of("put", "put_writes");

  private final List<Operation> operations;
  private final TenantId tenant;
  private final Admission admission;

  /** Signals for {@code operations}, which hold a place for each. */
  BatchSignals(List<Operation> operations, TenantId tenant, Admission admission) {
    this.operations = operations;
    this.tenant = tenant;
    this.admission = admission;
  }

  /** Reads the operation at {@code place}, and gives the signal to its write. */
  void read(Node node, int place) {
    int write = write(node);
    operations.set(place, new Operation.Signal(write, 0));
    try {
      attach(place, write, signal(node));
    } catch (Failure failure) {
      // Neither is done without the other; the signal tells what its write does.
      operations.set(write, new Operation.Unreadable(operations.get(write).kind(), failure));
    }
  }

  private int write(Node node) {
    node.required("with");
    int write = (int) node.integer("with", 0, operations.size() - 1, 0);
    if (!WRITES.contains(operations.get(write).kind())) {
      throw Node.wrong(node.at("with"), "must be the place of a put or put_writes in the batch");
    }
    return write;
  }

  private AttachedSignal signal(Node node) {
    node.raw("op");
    node.required("idempotency_key");
    boolean firstWins = node.fact("first_wins");
    Signal signal = new SignalFields(node.limits(), tenant).signal(node, null);
    node.end();
    return new AttachedSignal(signal, admission.admit(signal), firstWins);
  }

  private void attach(int place, int write, AttachedSignal signal) {
    if (operations.get(write) instanceof Operation.Write of) {
      List<AttachedSignal> signals = new ArrayList<>(of.signals());
      operations.set(place, new Operation.Signal(write, signals.size()));
      signals.add(signal);
      operations.set(write, new Operation.Write(of.kind(), of.append(), signals));
    }
  }
}
