package dev.holdfast.core.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A thread as people see it.
 *
 * @param id its id
 * @param incarnation its life
 * @param createdAt when this life began, by the database's clock
 * @param checkpoints how many it holds, over all namespaces
 * @param namespaces the checkpoint namespaces it has
 * @param history what it keeps by itself
 * @param latest the latest checkpoint of the root namespace, null when there is none
 */
public record ThreadSummary(
    ThreadId id,
    Incarnation incarnation,
    Instant createdAt,
    long checkpoints,
    List<CheckpointNamespace> namespaces,
    HistoryPolicy history,
    @Nullable CheckpointId latest) {}
