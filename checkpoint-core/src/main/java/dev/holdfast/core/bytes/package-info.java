/** Immutable byte sequences that are handed on without copying. */
@NullMarked
package dev.holdfast.core.bytes;

import org.jspecify.annotations.NullMarked;
