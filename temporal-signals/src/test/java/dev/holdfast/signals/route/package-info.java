/** Tests of signals: route. */
@NullMarked
package dev.holdfast.signals.route;

import org.jspecify.annotations.NullMarked;
