/** Signals (ADR 7) in their plainest form, in memory. */
@NullMarked
package dev.holdfast.testkit.reference.signal;

import org.jspecify.annotations.NullMarked;
