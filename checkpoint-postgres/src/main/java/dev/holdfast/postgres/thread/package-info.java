/** Deletes, copies, prunes and lists whole threads. */
@NullMarked
package dev.holdfast.postgres.thread;

import org.jspecify.annotations.NullMarked;
