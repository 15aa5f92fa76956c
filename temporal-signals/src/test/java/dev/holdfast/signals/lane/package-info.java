/** Tests of signals: lane. */
@NullMarked
package dev.holdfast.signals.lane;

import org.jspecify.annotations.NullMarked;
