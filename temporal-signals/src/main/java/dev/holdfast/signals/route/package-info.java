/** Where a signal goes: straight to Temporal, or into the outbox. */
@NullMarked
package dev.holdfast.signals.route;

import org.jspecify.annotations.NullMarked;
