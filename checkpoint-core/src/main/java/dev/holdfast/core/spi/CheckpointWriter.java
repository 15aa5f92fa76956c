package dev.holdfast.core.spi;

import dev.holdfast.core.groupcommit.GroupWriter;
import dev.holdfast.core.model.Append;
import dev.holdfast.core.model.Appended;

/**
 * Writes checkpoints and pending writes of any threads in one transaction.
 *
 * <p>Rules for equal keys, stored or in the same group, in request order: of ordinary writes the
 * first stays; a special write and a checkpoint are replaced, unless by a lower sequence of the
 * same session; a checkpoint put again keeps its first parent, and its first value for a version.
 *
 * <p>A channel version that comes without a value has the one that it has at the parent, else at
 * the newest checkpoint of the namespace, else the put fails with {@code MISSING_VALUES}. What
 * comes with a put and is stored there already, at the same version of the parent, stays as it is
 * stored.
 */
public interface CheckpointWriter extends GroupWriter<Append, Appended> {}
