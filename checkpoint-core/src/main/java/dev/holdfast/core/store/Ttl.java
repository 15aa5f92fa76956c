package dev.holdfast.core.store;

/**
 * How long an item lives after its put, or after its last refreshing read.
 *
 * @param micros microseconds, at least 1
 */
public record Ttl(long micros) {}
