/** Tests of signals: guard. */
@NullMarked
package dev.holdfast.signals.guard;

import org.jspecify.annotations.NullMarked;
