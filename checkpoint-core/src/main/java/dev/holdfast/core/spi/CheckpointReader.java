package dev.holdfast.core.spi;

import dev.holdfast.core.model.ChannelHistory;
import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointTuple;
import dev.holdfast.core.model.HistoryPage;
import dev.holdfast.core.model.HistoryQuery;
import dev.holdfast.core.model.KnownValue;
import dev.holdfast.core.model.NamespaceKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Reads checkpoints. Every answer comes from one snapshot and never silently omits a value. */
public interface CheckpointReader {

  /**
   * Finds one checkpoint with its values and pending writes.
   *
   * @param id null for the latest: the greatest id by bytes
   * @param known values to leave out if both version and checksum match
   * @param splices whether other values may be told as splices of those known
   * @return empty if there is no such thread, namespace or checkpoint
   */
  CompletionStage<Optional<CheckpointTuple>> find(
      NamespaceKey place,
      @Nullable CheckpointId id,
      Map<ChannelName, KnownValue> known,
      boolean splices);

  /** Lists checkpoints by id, descending; of equal ids by thread and namespace, descending. */
  CompletionStage<HistoryPage> list(HistoryQuery query);

  /**
   * Walks the ancestors of a checkpoint along parent links, for each channel back to the nearest
   * stored value.
   *
   * @param id null for the latest
   * @return an entry for every channel asked for, empty for an unknown target
   */
  CompletionStage<Map<ChannelName, ChannelHistory>> deltaHistory(
      NamespaceKey place, @Nullable CheckpointId id, List<ChannelName> channels);
}
