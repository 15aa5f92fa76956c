/** The suites of signals on Postgres. */
@NullMarked
package dev.holdfast.postgres.signal.conformance;

import org.jspecify.annotations.NullMarked;
