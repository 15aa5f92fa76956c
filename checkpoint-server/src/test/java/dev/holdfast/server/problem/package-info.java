/** What a failure looks like. */
@NullMarked
package dev.holdfast.server.problem;

import org.jspecify.annotations.NullMarked;
