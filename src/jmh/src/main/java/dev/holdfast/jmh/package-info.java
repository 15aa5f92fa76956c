/** Benchmarks of checkpoint-core by itself: no database, no network. */
@NullMarked
package dev.holdfast.jmh;

import org.jspecify.annotations.NullMarked;
