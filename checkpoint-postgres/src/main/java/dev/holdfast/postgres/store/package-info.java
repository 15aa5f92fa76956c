/** The long-term store: items on Postgres (ADR 5). */
@NullMarked
package dev.holdfast.postgres.store;

import org.jspecify.annotations.NullMarked;
