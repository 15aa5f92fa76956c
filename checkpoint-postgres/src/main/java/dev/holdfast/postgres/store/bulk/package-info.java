/** Exports and imports of the long-term store on Postgres (ADR 5). */
@NullMarked
package dev.holdfast.postgres.store.bulk;

import org.jspecify.annotations.NullMarked;
