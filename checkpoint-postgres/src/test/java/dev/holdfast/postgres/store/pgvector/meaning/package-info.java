/** The suites of search by meaning on a PostgreSQL 16 with pgvector. */
@NullMarked
package dev.holdfast.postgres.store.pgvector.meaning;

import org.jspecify.annotations.NullMarked;
