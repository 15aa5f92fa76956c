/** A real Temporal server for tests: the dev server of Temporal's command line tool. */
@NullMarked
package dev.holdfast.testkit.temporal;

import org.jspecify.annotations.NullMarked;
