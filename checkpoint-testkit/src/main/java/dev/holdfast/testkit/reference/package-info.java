/** An in-memory store that is the oracle of every other one. */
@NullMarked
package dev.holdfast.testkit.reference;

import org.jspecify.annotations.NullMarked;
