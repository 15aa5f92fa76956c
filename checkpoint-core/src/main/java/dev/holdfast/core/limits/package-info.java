/** What a request may hold at most, and the checks that say so. */
@NullMarked
package dev.holdfast.core.limits;

import org.jspecify.annotations.NullMarked;
