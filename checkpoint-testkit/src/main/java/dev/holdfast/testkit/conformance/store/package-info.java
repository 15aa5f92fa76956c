/** What every long-term store must do (ADR 5): one suite for each capability. */
@NullMarked
package dev.holdfast.testkit.conformance.store;

import org.jspecify.annotations.NullMarked;
