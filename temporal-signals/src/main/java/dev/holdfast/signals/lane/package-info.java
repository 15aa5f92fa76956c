/** What of a lane goes together, and in which form. */
@NullMarked
package dev.holdfast.signals.lane;

import org.jspecify.annotations.NullMarked;
