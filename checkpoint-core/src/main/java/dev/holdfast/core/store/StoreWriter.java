package dev.holdfast.core.store;

import dev.holdfast.core.groupcommit.GroupWriter;

/**
 * Writes what a group of batches changes, in one transaction. Of equal keys the last put of the
 * last batch counts; a refresh after a put in the group does not change what the put set.
 */
public interface StoreWriter extends GroupWriter<StoreChange, StoreChanged> {}
