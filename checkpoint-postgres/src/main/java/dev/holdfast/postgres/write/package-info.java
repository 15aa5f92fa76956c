/** Appends groups of checkpoints and pending writes, one transaction each. */
@NullMarked
package dev.holdfast.postgres.write;

import org.jspecify.annotations.NullMarked;
