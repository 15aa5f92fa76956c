package dev.holdfast.core.index;

/**
 * The index of a tenant.
 *
 * @param number another one with each definition, never used again; what was indexed under another
 *     number does not count
 * @param definition what it is
 */
public record StoreIndex(long number, IndexDefinition definition) {}
