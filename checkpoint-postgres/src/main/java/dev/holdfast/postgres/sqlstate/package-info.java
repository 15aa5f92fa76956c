/** What an error of Postgres means for the caller. */
@NullMarked
package dev.holdfast.postgres.sqlstate;

import org.jspecify.annotations.NullMarked;
