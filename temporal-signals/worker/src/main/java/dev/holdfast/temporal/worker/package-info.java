/**
 * Unwraps Holdfast's signal batches inside a Temporal worker. Depends on the Temporal SDK alone.
 */
@NullMarked
package dev.holdfast.temporal.worker;

import org.jspecify.annotations.NullMarked;
