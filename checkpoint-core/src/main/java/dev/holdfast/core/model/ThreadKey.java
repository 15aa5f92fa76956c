package dev.holdfast.core.model;

/**
 * A thread of a tenant.
 *
 * @param tenant whose thread it is
 * @param thread its id, unique within the tenant
 */
public record ThreadKey(TenantId tenant, ThreadId thread) {}
