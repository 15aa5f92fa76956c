package dev.holdfast.testkit.gen;

import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.HistoryPolicy;
import dev.holdfast.core.model.HistoryQuery;
import dev.holdfast.core.model.KnownValue;
import dev.holdfast.core.model.NamespaceKey;
import dev.holdfast.core.model.OperationId;
import dev.holdfast.core.model.PruneStrategy;
import dev.holdfast.core.model.RunId;
import dev.holdfast.core.model.ThreadId;
import dev.holdfast.core.model.ThreadKey;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One call of a port. */
public sealed interface Step {
  /** Writes a group. */
  record Write(List<Append> group) implements Step {}

  /** Deletes a thread. */
  record Delete(ThreadKey thread, @Nullable OperationId operation) implements Step {}

  /** Deletes what runs left. */
  record DeleteForRuns(List<RunId> runs, @Nullable OperationId operation) implements Step {}

  /** Copies a thread. */
  record Copy(ThreadKey source, ThreadId target, @Nullable OperationId operation) implements Step {}

  /** Prunes threads. */
  record Prune(List<ThreadId> threads, PruneStrategy strategy, @Nullable OperationId operation)
      implements Step {}

  /** Sets what a thread keeps by itself. */
  record SetHistory(ThreadKey thread, HistoryPolicy history) implements Step {}

  /** Removes what the policy of a thread does not keep. */
  record Conflate(ThreadKey thread) implements Step {}

  /** Reads a checkpoint. */
  record Find(
      NamespaceKey place, @Nullable CheckpointId id, Map<ChannelName, Held> held, boolean splices)
      implements Step {

    /** What the call names. */
    public Map<ChannelName, KnownValue> known() {
      return held.entrySet().stream()
          .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().known()));
    }
  }

  /** Reads a page of history. */
  record History(HistoryQuery query) implements Step {}

  /** Reads what delta channels are rebuilt from. */
  record Delta(NamespaceKey place, @Nullable CheckpointId id, List<ChannelName> channels)
      implements Step {}

  /** Lists threads. */
  record Threads(String prefix, @Nullable ThreadId after, int limit) implements Step {}
}
