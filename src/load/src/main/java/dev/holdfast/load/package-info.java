/**
 * Callers, a worker and a workflow for the benchmark of signals; told what to do by its Python
 * part.
 */
@NullMarked
package dev.holdfast.load;

import org.jspecify.annotations.NullMarked;
