package dev.holdfast.core.model;

/**
 * Number of a thread's life between deletions; a write that names a stale one is refused.
 *
 * @param number positive; never used again within one database
 */
public record Incarnation(long number) {}
