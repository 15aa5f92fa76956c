/** What every outbox of signals keeps to (ADR 7), one capability in each class. */
@NullMarked
package dev.holdfast.testkit.conformance.signal;

import org.jspecify.annotations.NullMarked;
