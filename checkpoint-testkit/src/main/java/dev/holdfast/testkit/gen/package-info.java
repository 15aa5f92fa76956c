/** Fixtures and seeded operations. */
@NullMarked
package dev.holdfast.testkit.gen;

import org.jspecify.annotations.NullMarked;
