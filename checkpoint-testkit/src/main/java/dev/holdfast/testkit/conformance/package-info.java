/** Contracts every store must meet, one class for each capability. */
@NullMarked
package dev.holdfast.testkit.conformance;

import org.jspecify.annotations.NullMarked;
