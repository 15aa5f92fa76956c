package dev.holdfast.core.model;

import org.jspecify.annotations.Nullable;

/**
 * Which checkpoints to list; conditions are joined by and.
 *
 * @param tenant whose
 * @param thread null for all threads
 * @param namespace null for all namespaces
 * @param id only this checkpoint id
 * @param before only ids strictly less
 * @param filter only metadata that contains it, as Postgres' {@code @>}; empty for all
 * @param limit most checkpoints, 0 or more
 * @param maxBytes the page ends before its values pass this many bytes, but holds at least one
 *     checkpoint
 * @param splices whether values may be told as splices of each other
 * @param after the end of the previous page
 */
public record HistoryQuery(
    TenantId tenant,
    @Nullable ThreadId thread,
    @Nullable CheckpointNamespace namespace,
    @Nullable CheckpointId id,
    @Nullable CheckpointId before,
    CheckpointMetadata filter,
    int limit,
    long maxBytes,
    boolean splices,
    @Nullable HistoryCursor after) {}
