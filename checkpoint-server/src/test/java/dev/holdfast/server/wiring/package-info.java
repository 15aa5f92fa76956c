/** A server that is not open yet. */
@NullMarked
package dev.holdfast.server.wiring;

import org.jspecify.annotations.NullMarked;
