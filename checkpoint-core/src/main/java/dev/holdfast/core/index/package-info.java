/** What makes items of the store findable by meaning: vectors, and what an index is (ADR 6). */
@NullMarked
package dev.holdfast.core.index;

import org.jspecify.annotations.NullMarked;
