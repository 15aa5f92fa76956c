/** Indexes, the queue and vectors on Postgres, as rows. */
@NullMarked
package dev.holdfast.postgres.store.index;

import org.jspecify.annotations.NullMarked;
