/**
 * Keeps calls to Temporal in bounds: breaker, time-outs, bulkheads, fewer calls at once (ADR 7).
 */
@NullMarked
package dev.holdfast.signals.guard;

import org.jspecify.annotations.NullMarked;
