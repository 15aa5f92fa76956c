package dev.holdfast.core.model;

/**
 * A task's output, kept until the next checkpoint absorbs it and for history afterwards.
 *
 * @param task the task that wrote it
 * @param taskPath the task's position in the superstep, at most 8192 bytes, empty when unknown
 * @param index position in the task's call; reserved: error −1, scheduled −2, interrupt −3, resume
 *     −4
 * @param channel the channel written
 * @param blob the value
 */
public record PendingWrite(
    TaskId task, String taskPath, int index, ChannelName channel, Blob blob) {

  /** The index of writes that wait for a person's answer. */
  public static final int INTERRUPT = -3;

  /** Whether a later write of the same task and index replaces this one. */
  public boolean special() {
    return index < 0;
  }
}
