package dev.holdfast.core.store.indexing;

import java.time.Duration;

/**
 * How far an index is. {@code items = indexed + stale + failed}; what is not to be indexed is not
 * counted.
 *
 * @param items which are to be found by a query
 * @param indexed those whose vectors and words are of their present revision and index
 * @param stale those that wait, or that nobody has noticed yet
 * @param failed those that were given up, with the reason in the list of failures
 * @param waiting of the stale ones, those in the queue
 * @param oldest how long the first of the queue has waited; zero if it is empty
 */
public record IndexStatus(
    long items, long indexed, long stale, long failed, long waiting, Duration oldest) {}
