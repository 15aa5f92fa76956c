/** Indexes of tenants, and the queue of what waits for them, on Postgres (ADR 6). */
@NullMarked
package dev.holdfast.postgres.store.index;

import org.jspecify.annotations.NullMarked;
