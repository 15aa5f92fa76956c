package dev.holdfast.postgres.view;

import dev.holdfast.core.model.CheckpointId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a namespace of a thread.
 *
 * @param newest the greatest checkpoint id, null if there is none
 * @param checkpoints some of its checkpoints, the newest among them
 */
public record PlaceView(@Nullable CheckpointId newest, List<KnownCheckpoint> checkpoints) {

  /** Copies the list. */
  public PlaceView {
    checkpoints = List.copyOf(checkpoints);
  }

  long bytes() {
    return checkpoints.stream().mapToLong(KnownCheckpoint::bytes).sum();
  }
}
