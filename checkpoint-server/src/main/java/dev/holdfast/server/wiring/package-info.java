/** Puts ports, use cases and adapters together. */
@NullMarked
package dev.holdfast.server.wiring;

import org.jspecify.annotations.NullMarked;
