/** Ordinary workflows: nothing in them knows of batches. */
@NullMarked
package dev.holdfast.temporal.worker.flow;

import org.jspecify.annotations.NullMarked;
