package dev.holdfast.core.signal;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A lane that this replica may deliver until its lease is over.
 *
 * @param workflow whose lane
 * @param fencing token that every statement about it names
 * @param nextSequence of the envelope
 * @param source of the sequences: epoch and tenant, at most 64 characters
 * @param failures calls that failed since the last one that did not
 * @param expired how many became dead letters just now, since their time was over
 * @param late how long it had been due
 * @param formed what was formed and not settled: to be sent again as it is; null if there is none
 * @param signals of {@code formed}, in its order; else what may be formed, in the order of delivery
 */
public record ClaimedLane(
    WorkflowKey workflow,
    long fencing,
    long nextSequence,
    String source,
    int failures,
    int expired,
    Duration late,
    @Nullable FormedBatch formed,
    List<QueuedSignal> signals) {

  /** Copies the list. */
  public ClaimedLane {
    signals = List.copyOf(signals);
  }
}
