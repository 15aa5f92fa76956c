/** Answers queries: what is like a vector, or has the words of a text (ADR 6). */
@NullMarked
package dev.holdfast.postgres.store.meaning;

import org.jspecify.annotations.NullMarked;
