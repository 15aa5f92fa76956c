/** Signals to Temporal workflows: what they are, and the ports that keep them (ADR 7). */
@NullMarked
package dev.holdfast.core.signal;

import org.jspecify.annotations.NullMarked;
