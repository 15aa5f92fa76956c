/** Tests of signals: deliver. */
@NullMarked
package dev.holdfast.signals.deliver;

import org.jspecify.annotations.NullMarked;
