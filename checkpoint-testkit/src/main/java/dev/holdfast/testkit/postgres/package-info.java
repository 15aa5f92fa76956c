/** A real PostgreSQL for tests, one server for each JVM. */
@NullMarked
package dev.holdfast.testkit.postgres;

import org.jspecify.annotations.NullMarked;
