/** The store on a PostgreSQL 16 that has pgvector. */
@NullMarked
package dev.holdfast.postgres.store.pgvector;

import org.jspecify.annotations.NullMarked;
