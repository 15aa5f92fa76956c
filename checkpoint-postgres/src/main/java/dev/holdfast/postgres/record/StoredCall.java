package dev.holdfast.postgres.record;

import dev.holdfast.core.model.ChannelName;
import dev.holdfast.core.model.Stamp;
import dev.holdfast.core.model.TaskId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The writes of one call.
 *
 * @param stamp its place among the operations of its saver
 * @param writes as the saver sent them
 */
public record StoredCall(@Nullable Stamp stamp, List<StoredWrite> writes) {

  /** Copies the list. */
  public StoredCall {
    writes = List.copyOf(writes);
  }

  /**
   * One pending write.
   *
   * @param task its task
   * @param taskPath the task's position in the superstep
   * @param index position in the call, or reserved
   * @param channel the channel written
   * @param blob the value
   */
  public record StoredWrite(
      TaskId task, String taskPath, int index, ChannelName channel, StoredBlob blob) {}
}
