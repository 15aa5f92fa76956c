/** Calls to Temporal as delivery sees them: one method, one outcome. */
@NullMarked
package dev.holdfast.signals.transport;

import org.jspecify.annotations.NullMarked;
