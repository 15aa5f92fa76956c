package dev.holdfast.core.signal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a claimed lane; nothing is written if the token is not the lane's any more.
 *
 * @param workflow whose lane
 * @param fencing token of the claim
 * @param delivered which Temporal has acknowledged
 * @param dead which nobody tries any more, and why
 * @param tried which were called and wait again as if they had not been formed
 * @param resend what is to be sent as it was formed, when the lane is claimed next; null: nothing.
 *     What was formed and is named nowhere waits again
 * @param pause how long the lane is left alone; zero: it is due when its signals are
 */
public record Settlement(
    WorkflowKey workflow,
    long fencing,
    List<Long> delivered,
    Map<Long, DeadReason> dead,
    List<Long> tried,
    @Nullable FormedBatch resend,
    Duration pause) {

  /** Copies the collections. */
  public Settlement {
    delivered = List.copyOf(delivered);
    dead = Map.copyOf(dead);
    tried = List.copyOf(tried);
  }
}
