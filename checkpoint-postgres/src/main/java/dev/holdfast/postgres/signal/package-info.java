/** Signals in Postgres: accepting, lanes, delivery's bookkeeping, and what people ask (ADR 7). */
@NullMarked
package dev.holdfast.postgres.signal;

import org.jspecify.annotations.NullMarked;
