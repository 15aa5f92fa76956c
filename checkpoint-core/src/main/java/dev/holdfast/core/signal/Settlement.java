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
 * @param unsent which were not sent and are not part of a call that may have arrived: they wait
 *     again
 * @param resend what is to be sent as it was formed, when the lane is claimed next; null: nothing
 * @param pause how long the lane is left alone; zero: it is due when its signals are
 */
public record Settlement(
    WorkflowKey workflow,
    long fencing,
    List<Long> delivered,
    Map<Long, DeadReason> dead,
    List<Long> unsent,
    @Nullable FormedBatch resend,
    Duration pause) {

  /** Copies the collections. */
  public Settlement {
    delivered = List.copyOf(delivered);
    dead = Map.copyOf(dead);
    unsent = List.copyOf(unsent);
  }
}
