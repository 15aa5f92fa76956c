/** Takes lanes out of the outbox, calls Temporal, and writes down what became of them (ADR 7). */
@NullMarked
package dev.holdfast.signals.deliver;

import org.jspecify.annotations.NullMarked;
