/** Tests of signals: temporal. */
@NullMarked
package dev.holdfast.signals.temporal;

import org.jspecify.annotations.NullMarked;
