package dev.holdfast.core.progress;

import dev.holdfast.core.model.TaskId;

/**
 * A pending write of a head, without its value.
 *
 * @param task the task that wrote it
 * @param index position in the task's call, or reserved
 * @param call ascends in the order in which the calls were stored; equal for writes of one call
 */
public record HeadWrite(TaskId task, int index, long call) {}
