package dev.holdfast.postgres.write;

import dev.holdfast.core.model.CheckpointId;
import dev.holdfast.core.model.CheckpointNamespace;
import dev.holdfast.core.model.ThreadKey;
import org.jspecify.annotations.Nullable;

/**
 * What is to be looked up.
 *
 * @param thread the thread
 * @param namespace whose newest checkpoint; null: only the thread
 * @param one a checkpoint of the namespace, or null
 * @param other another one, or null
 */
record Question(
    ThreadKey thread,
    @Nullable CheckpointNamespace namespace,
    @Nullable CheckpointId one,
    @Nullable CheckpointId other) {}
