package dev.holdfast.temporal.worker;

/**
 * A batch, or carried watermarks, that this version cannot read.
 *
 * <p>It fails the workflow task, and Temporal repeats that until a worker comes that can read it.
 * (A workflow that is told to fail on every exception fails on every failed task, so on this, too.)
 * The message names what is wrong and no value.
 */
final class UnreadableBatch extends RuntimeException {

  private static final long serialVersionUID = 1;

  UnreadableBatch(String reason) {
    super("holdfast: the signal batch cannot be read: " + reason);
  }
}
