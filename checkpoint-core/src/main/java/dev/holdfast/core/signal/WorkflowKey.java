package dev.holdfast.core.signal;

import dev.holdfast.core.model.TenantId;

/**
 * A workflow that is signalled; what waits for it is one lane.
 *
 * @param tenant whose signals
 * @param namespace of Temporal, 1 to 1000 characters
 * @param workflowId 1 to 1000 characters
 */
public record WorkflowKey(TenantId tenant, String namespace, String workflowId) {}
