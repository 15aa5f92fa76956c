/** Signals on a real Postgres. */
@NullMarked
package dev.holdfast.postgres.signal;

import org.jspecify.annotations.NullMarked;
