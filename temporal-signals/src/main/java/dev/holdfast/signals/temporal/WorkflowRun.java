package dev.holdfast.signals.temporal;

/**
 * What runs under the id of a workflow.
 *
 * @param worker who works on it
 * @param isOpen whether it has not ended
 */
record WorkflowRun(WorkerKind worker, String runId, boolean isOpen) {}
