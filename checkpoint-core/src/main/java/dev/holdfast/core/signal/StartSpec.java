package dev.holdfast.core.signal;

import java.util.List;

/**
 * How the workflow is started if it does not run.
 *
 * @param workflowType its type
 * @param taskQueue where its workers listen
 * @param reuse whether an id may be used again after a run has ended
 * @param input arguments of the main method
 */
public record StartSpec(
    String workflowType, String taskQueue, IdReuse reuse, List<SignalPayload> input) {

  /** Copies the list. */
  public StartSpec {
    input = List.copyOf(input);
  }

  /** Temporal's policy of the same name. */
  public enum IdReuse {
    /** Always. */
    ALLOW_DUPLICATE,
    /** Only if the last run did not complete. */
    ALLOW_DUPLICATE_FAILED_ONLY,
    /** Never. */
    REJECT_DUPLICATE
  }
}
