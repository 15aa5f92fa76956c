/** The long-term store on Postgres. */
@NullMarked
package dev.holdfast.postgres.store;

import org.jspecify.annotations.NullMarked;
