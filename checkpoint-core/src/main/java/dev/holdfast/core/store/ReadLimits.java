package dev.holdfast.core.store;

import java.time.Duration;

/**
 * Bounds of gathered reads.
 *
 * @param getRounds rounds of gets on their way at a time
 * @param searches batches with anything else on their way at a time
 * @param roundReads most gets in one round; a single larger batch goes alone
 * @param waitingReads reads that may wait; above it callers are refused
 * @param retryAfter what a refused caller is told to wait
 */
public record ReadLimits(
    int getRounds, int searches, int roundReads, int waitingReads, Duration retryAfter) {}
