/** Checksums of stored values; structural sharing comes here. */
@NullMarked
package dev.holdfast.core.sharing;

import org.jspecify.annotations.NullMarked;
