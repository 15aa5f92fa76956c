/** Keeps the index of a store in step with its items (ADR 6). */
@NullMarked
package dev.holdfast.core.store.indexing;

import org.jspecify.annotations.NullMarked;
