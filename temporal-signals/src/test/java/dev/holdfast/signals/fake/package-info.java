/** The Java test server with the rules and faults that it lacks. */
@NullMarked
package dev.holdfast.signals.fake;

import org.jspecify.annotations.NullMarked;
