package dev.holdfast.core.progress;

import dev.holdfast.core.model.CheckpointKey;
import dev.holdfast.core.model.Incarnation;
import dev.holdfast.core.model.TaskId;
import org.jspecify.annotations.Nullable;

/**
 * What a workflow is told of a thread: where to look, never what is there.
 *
 * @param rule the one that tells
 * @param progress what was judged
 * @param key the checkpoint
 * @param incarnation the thread's life, null if the saver did not say
 * @param task the one that asks, null if it is not about a task
 */
public record Reference(
    SignalRule rule,
    Progress progress,
    CheckpointKey key,
    @Nullable Incarnation incarnation,
    @Nullable TaskId task) {}
