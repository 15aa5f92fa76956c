package dev.holdfast.core.store;

/**
 * Names an item of a tenant.
 *
 * @param namespace not empty
 * @param key not empty
 */
public record ItemKey(StoreNamespace namespace, String key) {}
