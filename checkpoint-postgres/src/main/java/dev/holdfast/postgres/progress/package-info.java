/** Looks for threads that do not move. */
@NullMarked
package dev.holdfast.postgres.progress;

import org.jspecify.annotations.NullMarked;
