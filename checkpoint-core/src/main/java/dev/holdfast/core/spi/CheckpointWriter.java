package dev.holdfast.core.spi;

import dev.holdfast.core.groupcommit.GroupWriter;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Appended;

/**
 * Writes checkpoints and pending writes of any threads in one transaction.
 *
 * <p>Rules for rows with equal keys, stored or in the same group, in request order: of values and
 * ordinary writes the first stays; a special write and a checkpoint are replaced, unless by a lower
 * sequence of the same session; a checkpoint put again keeps its first parent.
 */
public interface CheckpointWriter extends GroupWriter<Append, Appended> {}
