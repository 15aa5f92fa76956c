package dev.holdfast.core.groupcommit;

import java.time.Duration;

/**
 * Bounds of group commit.
 *
 * @param lanes independent queues; the operations of one thread always take the same
 * @param maxRows most rows in one group; a single larger operation goes alone
 * @param maxBytes most bytes in one group
 * @param highRows backlog over all lanes at which callers are refused
 * @param highBytes the same in bytes
 * @param retryAfter what a refused caller is told to wait
 * @param conflictAttempts tries of a group that met a deadlock or a serialization failure
 */
public record GroupLimits(
    int lanes,
    int maxRows,
    long maxBytes,
    int highRows,
    long highBytes,
    Duration retryAfter,
    int conflictAttempts) {}
