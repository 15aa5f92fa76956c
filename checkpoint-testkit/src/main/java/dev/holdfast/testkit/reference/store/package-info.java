/** The long-term store in its plainest form. */
@NullMarked
package dev.holdfast.testkit.reference.store;

import org.jspecify.annotations.NullMarked;
