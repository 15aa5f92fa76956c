/** The contracts of the testkit, on PostgreSQL. */
@NullMarked
package dev.holdfast.postgres.conformance;

import org.jspecify.annotations.NullMarked;
