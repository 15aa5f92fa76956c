package dev.holdfast.core.signal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a signal; never its arguments.
 *
 * @param id names it
 * @param workflow whom it is for
 * @param runId one run of it; null: the present one
 * @param name of the signal
 * @param attempts calls that it was part of
 * @param reason of a dead letter; null: it is none
 * @param note why it was discarded; null: it was not
 */
public record SignalStatus(
    long id,
    WorkflowKey workflow,
    @Nullable String runId,
    String name,
    SignalPriority priority,
    SignalState state,
    int attempts,
    Instant acceptedAt,
    @Nullable Instant formedAt,
    @Nullable Instant settledAt,
    @Nullable DeadReason reason,
    @Nullable String note) {}
