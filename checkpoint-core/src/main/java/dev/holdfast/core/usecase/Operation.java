package dev.holdfast.core.usecase;

import dev.holdfast.core.failure.Failure;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.HistoryPolicy;
import dev.holdfast.core.model.HistoryQuery;
import dev.holdfast.core.model.Incarnation;
import dev.holdfast.core.model.KnownValue;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.OperationId;
import dev.holdfast.core.model.PruneStrategy;
import dev.holdfast.core.model.RunId;
import dev.holdfast.core.model.TenantId;
import dev.holdfast.core.model.ThreadId;
import dev.holdfast.core.model.ThreadKey;
import dev.holdfast.core.signal.AttachedSignal;
import dev.holdfast.core.store.StoreOperation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One operation of a batch. */
public sealed interface Operation {

  /** The name on the wire and in metrics, e.g. {@code put_writes}. */
  String kind();

  /** {@code put} or {@code put_writes}, with the signals that share its outcome. */
  record Write(String kind, Append append, List<AttachedSignal> signals) implements Operation {

    /** Copies the list. */
    public Write {
      signals = List.copyOf(signals);
    }

    /** One without signals. */
    public Write(String kind, Append append) {
      this(kind, append, List.of());
    }
  }

  /**
   * A signal that is committed with a write of the same batch.
   *
   * @param write place of the write in the batch
   * @param signal which of the write's signals it is
   */
  record Signal(int write, int signal) implements Operation {
    @Override
    public String kind() {
      return "signal";
    }
  }

  /** Reads one checkpoint; null id for the latest. */
  record GetTuple(
      NamespaceKey place,
      @Nullable CheckpointId id,
      Map<ChannelName, KnownValue> known,
      boolean splices)
      implements Operation {
    @Override
    public String kind() {
      return "get_tuple";
    }
  }

  /** Reads a page of history. */
  record ListHistory(HistoryQuery query) implements Operation {
    @Override
    public String kind() {
      return "list";
    }
  }

  /** Reads what delta channels are rebuilt from. */
  record DeltaHistory(NamespaceKey place, @Nullable CheckpointId id, List<ChannelName> channels)
      implements Operation {
    @Override
    public String kind() {
      return "delta_history";
    }
  }

  /** Deletes a thread. */
  record DeleteThread(ThreadKey thread, @Nullable OperationId operation) implements Operation {
    @Override
    public String kind() {
      return "delete_thread";
    }
  }

  /** Deletes what runs left. */
  record DeleteForRuns(TenantId tenant, List<RunId> runs, @Nullable OperationId operation)
      implements Operation {
    @Override
    public String kind() {
      return "delete_for_runs";
    }
  }

  /** Copies a thread. */
  record CopyThread(ThreadKey source, ThreadId target, @Nullable OperationId operation)
      implements Operation {
    @Override
    public String kind() {
      return "copy_thread";
    }
  }

  /** Prunes threads. */
  record Prune(
      TenantId tenant,
      List<ThreadId> threads,
      PruneStrategy strategy,
      @Nullable OperationId operation)
      implements Operation {
    @Override
    public String kind() {
      return "prune";
    }
  }

  /** Sets what a thread keeps by itself; the incarnation is the one that the caller knows of. */
  record SetHistory(ThreadKey thread, HistoryPolicy history, @Nullable Incarnation incarnation)
      implements Operation {
    @Override
    public String kind() {
      return "set_history";
    }
  }

  /** One batch of a store. */
  record Store(TenantId tenant, List<StoreOperation> parts) implements Operation {
    @Override
    public String kind() {
      return "store";
    }
  }

  /** An operation that could not be read; it fails alone. */
  record Unreadable(String kind, Failure failure) implements Operation {}
}
