/** The suites of the long-term store on Postgres. */
@NullMarked
package dev.holdfast.postgres.store.conformance;

import org.jspecify.annotations.NullMarked;
