/** The suites of search by meaning on Postgres, where everything is compared in memory. */
@NullMarked
package dev.holdfast.postgres.store.conformance.meaning;

import org.jspecify.annotations.NullMarked;
