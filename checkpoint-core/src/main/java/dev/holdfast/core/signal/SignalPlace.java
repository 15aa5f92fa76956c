package dev.holdfast.core.signal;

/**
 * Where an accepted signal is.
 *
 * @param id names it from now on
 * @param state queued, or what became of it if its idempotency key was known
 * @param before signals of its lane that were accepted earlier and wait
 */
public record SignalPlace(long id, SignalState state, long before) {}
