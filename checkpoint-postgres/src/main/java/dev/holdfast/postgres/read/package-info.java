/** Reads tuples, histories and delta channels, one snapshot each. */
@NullMarked
package dev.holdfast.postgres.read;

import org.jspecify.annotations.NullMarked;
