package dev.holdfast.signals.temporal;

/**
 * What runs under the id of a workflow.
 *
 * @param worker who works on it
 */
record WorkflowRun(WorkerKind worker, String runId) {}
