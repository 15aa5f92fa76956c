package dev.holdfast.temporal.worker;

/**
 * A batch, or carried watermarks, that this version cannot read.
 *
 * <p>It fails the workflow task and never the workflow: Temporal repeats the task until a worker
 * comes that can read it. The message names what is wrong and no value.
 */
final class UnreadableBatch extends RuntimeException {

  private static final long serialVersionUID = 1;

  UnreadableBatch(String reason) {
    super("holdfast: the signal batch cannot be read: " + reason);
  }
}
