/** The Temporal SDK behind the port of calls; nothing else of Holdfast touches it (ADR 7). */
@NullMarked
package dev.holdfast.signals.temporal;

import org.jspecify.annotations.NullMarked;
