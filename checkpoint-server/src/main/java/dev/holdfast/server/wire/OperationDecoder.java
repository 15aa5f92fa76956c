package dev.holdfast.server.wire;

import dev.holdfast.core.failure.Code;
import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.limits.Identifiers;
import dev.holdfast.core.limits.Limits;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointKey;
import dev.holdfast.core.model.CheckpointNamespace;
import dev.holdfast.core.model.HistoryPolicy;
import dev.holdfast.core.model.Incarnation;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.OperationId;
import dev.holdfast.core.model.PruneStrategy;
import dev.holdfast.core.model.RunId;
import dev.holdfast.core.model.Stamp;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.model.ThreadId;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.core.store.TtlPolicy;
import dev.holdfast.core.usecase.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** From an object with an {@code op} to the operation it means. */
final class OperationDecoder {

  /** The operations there are; {@code GET /v1} tells them. */
  static final Set<String> KINDS =
      Set.of(
          "put",
          "put_writes",
          "get_tuple",
          "list",
          "delta_history",
          "delete_thread",
          "delete_for_runs",
          "copy_thread",
          "prune",
          "set_history",
          "store",
          BatchSignals.KIND);

  private static final int MOST_NAMES = 1000;

  private final Limits limits;
  private final TenantId tenant;
  private final @Nullable Long session;
  private final TtlPolicy policy;

  OperationDecoder(Limits limits, TenantId tenant, @Nullable Long session, TtlPolicy policy) {
    this.policy = policy;
    this.limits = limits;
    this.tenant = tenant;
    this.session = session;
  }

  Operation decode(Node node) {
    node.required("op");
    String kind = String.valueOf(node.text("op"));
    Operation operation =
        switch (kind) {
          case "put" ->
              new Operation.Write(
                  kind, new PutDecoder(node).put(key(node), stamp(node), incarnation(node)));
          case "put_writes" ->
              new Operation.Write(
                  kind, new WritesDecoder(node).writes(key(node), stamp(node), incarnation(node)));
          case "get_tuple" ->
              new Operation.GetTuple(
                  place(node),
                  checkpointId(node),
                  new ReadDecoder(node).known(),
                  node.fact("splices"));
          case "list" -> new Operation.ListHistory(new ReadDecoder(node).history(tenant));
          case "delta_history" ->
              new Operation.DeltaHistory(
                  place(node),
                  checkpointId(node),
                  ids(node, "channels", "channels", limits.channels(), ChannelName::new));
          case "delete_thread" ->
              new Operation.DeleteThread(thread(node, "thread_id"), operationId(node));
          case "delete_for_runs" -> deleteForRuns(node);
          case "copy_thread" -> copy(node, thread(node, "source_thread_id"));
          case "prune" -> prune(node);
          case "set_history" ->
              new Operation.SetHistory(thread(node, "thread_id"), history(node), incarnation(node));
          case "store" -> new Operation.Store(tenant, StoreDecoder.parts(node, policy));
          default ->
              throw new Failure.Invalid(
                  Code.UNKNOWN_OPERATION, node.at("op"), "there is no such operation");
        };
    node.end();
    return operation;
  }

  Operation.DeleteForRuns deleteForRuns(Node node) {
    return new Operation.DeleteForRuns(
        tenant, ids(node, "run_ids", "run_ids", MOST_NAMES, RunId::new), operationId(node));
  }

  Operation.CopyThread copy(Node node, ThreadKey source) {
    return new Operation.CopyThread(
        source, new ThreadId(node.id("target_thread_id")), operationId(node));
  }

  Operation.Prune prune(Node node) {
    return new Operation.Prune(
        tenant,
        ids(node, "thread_ids", "thread_ids", MOST_NAMES, ThreadId::new),
        strategy(node),
        operationId(node));
  }

  private ThreadKey thread(Node node, String name) {
    return new ThreadKey(tenant, new ThreadId(node.id(name)));
  }

  private NamespaceKey place(Node node) {
    return new NamespaceKey(
        thread(node, "thread_id"), new CheckpointNamespace(node.path("checkpoint_ns")));
  }

  private CheckpointKey key(Node node) {
    return new CheckpointKey(place(node), new CheckpointId(node.id("checkpoint_id")));
  }

  private static @Nullable CheckpointId checkpointId(Node node) {
    String id = node.optionalId("checkpoint_id");
    return id == null ? null : new CheckpointId(id);
  }

  private static @Nullable OperationId operationId(Node node) {
    String id = node.optionalId("operation_id");
    return id == null ? null : new OperationId(id);
  }

  private static @Nullable Incarnation incarnation(Node node) {
    Long number = node.integer("incarnation", 1, Long.MAX_VALUE);
    return number == null ? null : new Incarnation(number);
  }

  private @Nullable Stamp stamp(Node node) {
    Long sequence = node.integer("sequence", 0, Long.MAX_VALUE);
    return session == null || sequence == null ? null : new Stamp(session, sequence);
  }

  private static PruneStrategy strategy(Node node) {
    node.required("strategy");
    return switch (String.valueOf(node.text("strategy"))) {
      case "keep_latest" -> PruneStrategy.KEEP_LATEST;
      case "delete" -> PruneStrategy.DELETE;
      default -> throw Node.wrong(node.at("strategy"), "must be keep_latest or delete");
    };
  }

  HistoryPolicy history(Node node) {
    node.required("history");
    return HistoryPolicy.of(String.valueOf(node.text("history")))
        .orElseThrow(() -> Node.wrong(node.at("history"), "must be full or latest"));
  }

  private <T> List<T> ids(
      Node node, String name, String limit, int most, Function<String, T> type) {
    node.required(name);
    List<T> ids = new ArrayList<>();
    for (Object one : node.list(name, limit, most)) {
      if (!(one instanceof String text)) {
        throw Node.wrong(node.at(name), "must hold strings");
      }
      ids.add(
          type.apply(
              Identifiers.required(
                  text, node.at(name), "identifier_bytes", limits.identifierBytes())));
    }
    return ids;
  }
}
